/** What a look at a pod's sockets says, or why it says nothing. */
export function socketAnswer(
  pod: string,
  answer: { stdout: string; stderr: string },
): { pod: string; open?: number[]; local?: number[]; udp?: number[]; refused?: string };
