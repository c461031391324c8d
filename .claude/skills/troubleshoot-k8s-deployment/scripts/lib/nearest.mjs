/** The name that was probably meant. */

/** How many edits (a letter more, less, changed, or two exchanged) make one word of another. */
export function distance(a, b) {
  const rows = [[...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2][j - 2] + 1);
      rows[i].push(least);
    }
  }
  return rows[a.length][b.length];
}

/** The same words, however they are joined: app-config, appConfig, APP_CONFIG. */
const plain = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * The one of `names` that is a misspelling of `wanted`, or has it as a part; undefined where none or
 * several are alike.
 */
export function nearest(wanted, names) {
  const word = plain(wanted);
  const most = Math.max(1, Math.floor(word.length / 4));
  const scored = [...new Set(names)]
    .filter((name) => name !== wanted)
    .map((name) => ({ name, score: score(word, plain(name), most) }))
    .filter(({ score }) => score < Infinity)
    .sort((a, b) => a.score - b.score);
  const [best, second] = scored;
  return best && best.score !== second?.score ? best.name : undefined;
}

function score(wanted, name, most) {
  const edits = distance(wanted, name);
  if (edits <= most) return edits;
  const parts = wanted.length >= 2 && name.length >= 2;
  return parts &&
    (name.startsWith(wanted) ||
      wanted.startsWith(name) ||
      name.endsWith(wanted) ||
      wanted.endsWith(name))
    ? most + Math.abs(wanted.length - name.length)
    : Infinity;
}
