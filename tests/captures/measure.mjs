// What stands on a captured page: which elements a surface matches, and which of them got a mark. Runs in the page.

/**
 * `surfaces` of the site file. For every surface `{id, elements, marked, without}`, `without` holding a few words of elements that
 * got no mark. For every mark, by its number in the document: the surface it stands in, the addresses of the links it stands at,
 * and the text it stands after.
 */
export function measure(surfaces, host) {
  const WORDS_MAX = 90;
  const any = surfaces.map(({ element }) => element).join(",");
  const words = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, WORDS_MAX);
  const linksAt = (node) => {
    const around = node?.closest("a[href]");
    const inside = node === null || node === undefined ? [] : [...node.querySelectorAll("a[href]")];
    return (around ? [around] : inside).map(({ href }) => href);
  };
  /** The nearest place around a mark, within its surface, that has a link or a handle: a mark may stand at the end of its line. */
  const namedAt = (node, element) => {
    let place = node;
    while (place !== null && place !== element && linksAt(place).length === 0 && !/@\w/.test(place.textContent ?? ""))
      place = place.parentElement;
    return place ?? node;
  };
  const marks = [...document.querySelectorAll(host)].map((mark) => {
    const owner = any === "" ? null : mark.parentElement?.closest(any);
    // A surface may be the very element that the mark stands after.
    const before = mark.previousElementSibling;
    const element = before !== null && any !== "" && before.matches(any) ? before : owner;
    const place = namedAt(before ?? mark.parentElement, element);
    return { element, links: linksAt(place), text: words(place) };
  });
  const inside = (surface, { element }) => element?.matches(surface.element) === true;
  const counted = surfaces.map((surface) => {
    const elements = [...document.querySelectorAll(surface.element)];
    const marked = new Set(marks.filter((mark) => inside(surface, mark)).map(({ element }) => element));
    const without = elements.filter((element) => !marked.has(element)).map((element) => words(element) || "(no text)");
    return { id: surface.id, elements: elements.length, marked: marked.size, without };
  });
  const loose = [...document.querySelectorAll("a[href]")]
    .filter((link) => any === "" || link.closest(any) === null)
    .filter((link) => words(link) !== "")
    .map(({ href }) => href);
  return {
    address: location.href,
    counted,
    loose,
    marks: marks.map(({ element, links, text }) => ({
      surface: surfaces.find((surface) => element?.matches(surface.element))?.id ?? "(none)",
      links,
      text,
    })),
  };
}
