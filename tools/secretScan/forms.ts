import { parseDatabaseUrl } from "../../todo/databaseUrl";

/** A secret as it may be written somewhere. */
export interface SecretForm {
  /** Whose value it is, as app-secrets/JWT_SECRET. Never the value. */
  secret: string;
  form: "plain" | "base64" | "URL-encoded";
  bytes: Buffer;
}

/** Shorter values are found everywhere by chance. */
export const SHORTEST = 8;

/**
 * Every form of every value.
 *
 * A connection string is looked for as a whole and by its password alone. Base64 shifts with what
 * stands before the value, so it is looked for in all three alignments, without its ends.
 */
export function secretForms(secrets: Record<string, string>): SecretForm[] {
  return Object.entries(secrets).flatMap(([secret, value]) =>
    [value, ...passwordOf(value)]
      .filter((text) => text.length >= SHORTEST)
      .flatMap((text) => formsOf(secret, text)),
  );
}

function formsOf(secret: string, text: string): SecretForm[] {
  const written = (form: SecretForm["form"], found: string): SecretForm => ({
    secret,
    form,
    bytes: Buffer.from(found),
  });
  const encoded = encodeURIComponent(text);
  return [
    written("plain", text),
    ...[0, 1, 2].map((shift) => written("base64", base64Inside(text, shift))),
    ...(encoded === text ? [] : [written("URL-encoded", encoded)]),
  ];
}

/** The characters of a base64 text that depend on this text alone, wherever it begins. */
function base64Inside(text: string, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  const encoded = whole.toString("base64").replace(/=+$/, "");
  const first = shift === 0 ? 0 : shift + 1;
  const last = Math.floor((whole.length * 8) / 6);
  return encoded.slice(first, last);
}

function passwordOf(value: string): string[] {
  const read = parseDatabaseUrl(value);
  return "address" in read && read.address.password ? [read.address.password] : [];
}
