import { SecretForm } from "./forms";
import { Deployment, Place, places } from "./places";
import { search } from "./search";

/** A secret that was found, and how it was written. Two forms of one secret are two hits. */
export type Hit = Pick<SecretForm, "secret" | "form">;

export interface Result {
  place: string;
  /** How many files or texts were looked through: 0 would prove nothing. */
  streams: number;
  hits: Hit[];
}

/** Looks through every place, one after the other: images are large. */
export async function audit(deployment: Deployment, forms: SecretForm[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const place of places(deployment)) results.push(await searchPlace(place, forms));
  return results;
}

export async function searchPlace(place: Place, forms: SecretForm[]): Promise<Result> {
  const hits = new Map<string, Hit>();
  let streams = 0;
  for await (const stream of place.open()) {
    streams += 1;
    for (const { secret, form } of await search(stream, forms)) {
      hits.set(`${secret} ${form}`, { secret, form });
    }
  }
  return { place: place.name, streams, hits: [...hits.values()] };
}
