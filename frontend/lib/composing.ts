/** Keys that an input method takes for itself: in it Enter chooses a word, and Escape takes one back. */

interface Key {
  key: string;
  keyCode: number;
  nativeEvent: { isComposing: boolean };
  preventDefault(): void;
}

/** What browsers give as the code of a key that an input method has taken. */
const TAKEN = 229;

/** Whether a key is meant for an input method. Safari ends the composition before it tells of the Enter that ended it. */
export const composes = ({ keyCode, nativeEvent }: Key): boolean => nativeEvent.isComposing || keyCode === TAKEN;

/** For a form, or a field that sends: Enter that is meant for an input method sends nothing. */
export function sendNothingComposed(event: Key): void {
  if (event.key === "Enter" && composes(event)) event.preventDefault();
}
