/** A page on which the demo is played, and recorded as a video. BASE_URL and ADDRESS say where the app is. */
export class Stage {
  /** @param folder where the video goes. */
  static raise(folder: string): Promise<Stage>;
  open(): Promise<void>;
  signUp(): Promise<void>;
  /** Types a message, sends it, and waits for its answer, trying again for as long as a page may need to go on. */
  say(text: string): Promise<void>;
  /** Fails unless these tasks are in the list. */
  sees(...tasks: string[]): Promise<void>;
  /** Fails unless this was said in the conversation. */
  heard(text: string): Promise<void>;
  reload(): Promise<void>;
  /** Shows lines of a terminal below the page. */
  terminal(text: string): Promise<void>;
  pause(seconds: number): Promise<void>;
  picture(file: string): Promise<void>;
  /** Removes the account. @returns the video's path. */
  close(): Promise<string>;
}
