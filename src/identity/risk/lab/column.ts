/** Numbers of one kind, many of them, that grow: four bytes each, where an array of objects would take a hundred. */
export type Column = { add(value: number): void; at(index: number): number; readonly length: number };

export function createColumn(): Column {
  let values = new Float32Array(1_024);
  let length = 0;
  return {
    add(value) {
      if (length === values.length) {
        const wider = new Float32Array(length * 2);
        wider.set(values);
        values = wider;
      }
      values[length++] = value;
    },
    at: (index) => values[index]!,
    get length() {
      return length;
    },
  };
}
