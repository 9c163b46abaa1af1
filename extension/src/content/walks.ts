// Many selectors over one document: each query walks over all of it. Selectors whose elements all carry one attribute become
// one query, which tries them on those elements alone.

/** Selectors which together match what these do. */
export function walksOf(lists: string[]): string[] {
  const byAttribute = new Map<string, string[]>();
  const alone: string[] = [];
  for (const list of lists) {
    const attribute = attributeOf(list);
    if (attribute === undefined) alone.push(list);
    else byAttribute.set(attribute, [...(byAttribute.get(attribute) ?? []), list]);
  }
  const joined = [...byAttribute].map(([name, together]) => {
    const all = together.join(",");
    return together.length === 1 ? all : `[${name}]:is(${all})`;
  });
  return [...alone, ...joined];
}

/** An attribute that every element has which one of these selectors matches, if their last steps say so. */
function attributeOf(list: string): string | undefined {
  const bare = list.replace(/"[^"]*"|'[^']*'/g, "").replace(/\([^()]*\)/g, "");
  const named = bare.split(",").map((selector) => /\[([a-z][a-z-]*)[\]=^$*][^\s>]*$/.exec(selector.trim())?.[1]);
  return named.every((name) => name === named[0]) ? named[0] : undefined;
}
