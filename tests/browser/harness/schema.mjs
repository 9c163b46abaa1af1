// What of a value does not fit a JSON Schema, as far as docs/report-api.yaml uses it; a keyword that is unknown here fails.

const KEYWORDS = new Set([
  ...["description", "type", "additionalProperties", "required", "properties", "enum", "pattern", "$ref"],
  ...["minLength", "maxLength", "minimum", "maximum"],
]);

/** `[]` when it fits. `at` names the place in messages. */
export function faults(document, given, value, at = "body") {
  const schema = resolve(document, given);
  const unknown = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword));
  if (unknown.length > 0) throw new Error(`schema of ${at}: ${unknown.join()}`);
  if (typeOf(value) !== schema.type) return [`${at} is ${typeOf(value)}, not ${schema.type}`];
  const says = (holds, what) => (holds ? [] : [`${at}: ${what}`]);
  return [
    ...says(schema.enum?.includes(value) ?? true, "none of the named values"),
    ...says(schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value), `not ${schema.pattern}`),
    ...says(!(value.length < schema.minLength), "too short"),
    ...says(!(value.length > schema.maxLength), "too long"),
    ...says(!(value < schema.minimum), "too small"),
    ...says(!(value > schema.maximum), "too large"),
    ...(schema.type === "object" ? inObject(document, schema, value, at) : []),
  ];
}

/** Follows a `$ref` within the document. */
export function resolve(document, part) {
  if (part?.$ref === undefined) return part;
  const found = part.$ref
    .slice(2)
    .split("/")
    .reduce((inner, name) => inner?.[name], document);
  if (found === undefined) throw new Error(`${part.$ref} leads nowhere`);
  return found;
}

function inObject(document, { properties = {}, required = [], additionalProperties }, value, at) {
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  return missing.concat(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name in properties) return faults(document, properties[name], inner, `${at}.${name}`);
      return additionalProperties === false ? [`${at}.${name} is not named`] : [];
    }),
  );
}

function typeOf(value) {
  if (Number.isInteger(value)) return "integer";
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
