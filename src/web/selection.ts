/** Follows what is selected in an element; a selection stays known while the person works in a form. */
export function followSelection(reading: HTMLElement): () => [number, number] | undefined {
  let last: [number, number] | undefined;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0 || !reading.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    if (!reading.contains(range.endContainer)) return;
    const before = range.cloneRange();
    before.selectNodeContents(reading);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const end = start + range.toString().length;
    last = end > start ? [start, end] : undefined;
  });
  return () => last;
}
