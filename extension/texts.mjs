// Which groups of English texts a bundle carries, by the folder of its entry; a folder that is not here carries all.

export const TEXTS = {
  content: ["mark", "why", "reason", "panel", "platform", "account", "language"],
  background: ["mark", "why", "reason", "panel", "platform", "account", "toolbar", "menu"],
};
