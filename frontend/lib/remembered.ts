/** Does the same as `make`, once for each thing: a list that asks for a line again gets the very line that it has. */
export function remembered<Thing extends object, Made>(make: (thing: Thing, index: number) => Made): (thing: Thing, index: number) => Made {
  const made = new WeakMap<Thing, Made>();
  return (thing, index) => {
    const known = made.get(thing) ?? make(thing, index);
    made.set(thing, known);
    return known;
  };
}
