// As much of YAML as docs/report-api.yaml is written in: maps and lists by indentation, `[a, b]`, quoted and plain scalars, `>-`.
// Anything else fails loudly.

export function parseYaml(text) {
  const lines = text
    .split("\n")
    .map((line, index) => ({ indent: line.search(/\S/), text: line.trim(), number: index + 1 }));
  const rest = lines.filter(({ text: words }) => words !== "" && !words.startsWith("#"));
  const value = block(rest, rest[0].indent);
  if (rest.length > 0) throw new Error(`line ${rest[0].number}: ${rest[0].text}`);
  return value;
}

function block(lines, indent) {
  return lines[0].text.startsWith("- ") ? list(lines, indent) : map(lines, indent);
}

function list(lines, indent) {
  const items = [];
  while (lines[0]?.indent === indent && lines[0].text.startsWith("- ")) {
    lines[0] = { ...lines[0], indent: indent + 2, text: lines[0].text.slice(2) };
    items.push(map(lines, indent + 2));
  }
  return items;
}

function map(lines, indent) {
  const found = {};
  while (lines[0]?.indent === indent) {
    const { text, number } = lines.shift();
    const [, quoted, plain, value] = /^(?:"([^"]+)"|([\w$./-]+)):(?: (.*))?$/.exec(text) ?? [];
    const key = quoted ?? plain;
    if (key === undefined || key in found) throw new Error(`line ${number}: ${text}`);
    if (value === ">-") found[key] = folded(lines, indent);
    else if (value === undefined) found[key] = lines[0]?.indent > indent ? block(lines, lines[0].indent) : null;
    else found[key] = scalar(value, number);
  }
  return found;
}

function folded(lines, indent) {
  const words = [];
  while (lines[0]?.indent > indent) words.push(lines.shift().text);
  return words.join(" ");
}

function scalar(text, number) {
  if (text.startsWith('"')) return JSON.parse(text);
  if (text.startsWith("["))
    return text
      .slice(1, -1)
      .split(",")
      .map((item) => scalar(item.trim(), number));
  if (/^(true|false|-?\d+)$/.test(text)) return JSON.parse(text);
  if (/^[{&*!|>'%@`]|: | #/.test(text)) throw new Error(`line ${number}: ${text}`);
  return text;
}
