/** Addresses in what people write. */

export interface Part {
  text: string;
  /** Where it leads to, if it is an address: http or https, and nothing else. */
  href?: string;
}

/** A text as its parts, which joined are the text again. The full stop after an address is none of it. */
export function linked(text: string): Part[] {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}])/i)
    .filter((part) => part !== "")
    .map((part) => (/^https?:\/\//i.test(part) && URL.canParse(part) ? { text: part, href: part } : { text: part }));
}
