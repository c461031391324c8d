/** What a round does before Pulumi is started: edited images go into their pods at once. */
import { findEngine, type FoundEngine } from "../../components/cluster/engine";
import { indent } from "../../components/process/shell";
import type { State } from "../../components/process/stackState";
import { IMAGE_SOURCES } from "../../todo/sources";
import type { Place } from "../stack/place";
import { DeployedImage, deployedImages, naming, rollOut, setImage } from "./imageRollout";

const PARTS = Object.keys(IMAGE_SOURCES);

/** An image whose name for an edited source is known. */
interface Known {
  image: DeployedImage;
  nameNow: () => string;
}

/**
 * Gives rounds a head start: Pulumi's and Helm's own start take longer than a build. What goes wrong in it is left to the
 * `up` that follows, which does the same and says why; where that succeeds, the reason is told at the round's end.
 */
export class HeadStart {
  private readonly known = new Map<string, Known>();
  private found: FoundEngine | undefined;
  /** The engine that it builds with is asked for once. */
  private readonly engine = () => (this.found ??= findEngine());

  /**
   * @param readState what is deployed.
   * @param place where that is.
   */
  constructor(
    private readonly readState: () => Promise<State>,
    private readonly place: () => Place,
  ) {}

  /** Looks at what is deployed. An image of another source than the present one gets no head start. */
  async learn(): Promise<void> {
    this.known.clear();
    for (const image of deployedImages(await this.readState(), PARTS)) {
      const nameNow = naming(image);
      if (nameNow) this.known.set(image.part, { image, nameNow });
    }
  }

  /**
   * Begins to roll out edited images.
   *
   * @param names of the edited sources. Where the chart or the settings are among them, they decide what the pods are, and
   *   nothing is begun.
   * @param isGivenUp whether the round is.
   * @returns what is to be called when the round has ended, well or not: then the pods run what they ran before. It throws
   *   HeadStartError where the round has ended well without a head start that it should have had.
   */
  async begin(names: string[], isGivenUp: () => boolean): Promise<(ok: boolean) => Promise<void>> {
    const isOfParts = names.every((name) => PARTS.includes(name));
    if (!isOfParts) this.known.clear();
    const begun = names.flatMap((name) => this.known.get(name) ?? []);
    const where = this.place();
    const rolled = await Promise.all(
      begun.map(async (one) => {
        const to = one.nameNow();
        const failure = await rollOut(one.image, to, where, {
          isGivenUp,
          engine: this.engine,
        }).then(
          () => undefined,
          (error: Error) => error,
        );
        return { one, to, failure };
      }),
    );
    return async (ok) => {
      if (!ok) return takeBack(rolled, where);
      if (rolled.length < names.length) return this.learn();
      for (const { one, to } of rolled) one.image = { ...one.image, name: to };
      const failures = rolled.flatMap(({ failure }) => failure ?? []);
      if (failures.length > 0) throw new HeadStartError(failures);
    };
  }
}

/** What Pulumi has done could not be done before it: the round took longer than it had to. */
class HeadStartError extends Error {
  constructor(failures: Error[]) {
    const reasons = failures.map(({ message }) => message).join("\n");
    super(`the round succeeded, but was slower, because before it:\n${indent(reasons)}`);
  }
}

/**
 * Has the pods run what they ran before. Each part is tried, whatever becomes of another.
 *
 * @throws AggregateError of all that went wrong, with every message.
 */
async function takeBack(rolled: { one: Known; to: string }[], where: Place): Promise<void> {
  const answers = await Promise.allSettled(
    rolled.map(({ one: { image }, to }) =>
      setImage(where, image.part, { from: to, to: image.name }),
    ),
  );
  const errors: Error[] = answers.flatMap((answer) =>
    answer.status === "rejected" ? [answer.reason] : [],
  );
  if (errors.length > 0)
    throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
}
