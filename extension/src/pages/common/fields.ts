// Form fields with their labels.

import { line } from "../../shared/view.ts";

export function choice(
  type: "radio" | "checkbox",
  words: string,
  checked: boolean,
): [label: HTMLLabelElement, input: HTMLInputElement] {
  const label = line("label", line("span", words), "choice");
  const input = document.createElement("input");
  input.type = type;
  input.checked = checked;
  label.prepend(input);
  return [label, input];
}
