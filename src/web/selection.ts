export type TextSpan = [start: number, end: number];

/** What is selected in an element; it stays known while the person works in a form. */
export interface Selected {
  now(): TextSpan | undefined;
  /** Selects words in the person's stead. */
  set(span: TextSpan): void;
  /** What was selected has been used. */
  forget(): void;
}

export function followSelection(reading: HTMLElement, changed: () => void): Selected {
  let last: TextSpan | undefined;
  const become = (span: TextSpan | undefined) => {
    last = span;
    changed();
  };
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0 || !reading.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    if (reading.contains(range.endContainer)) become(spanOf(reading, range));
  });
  return {
    now: () => last,
    set(span) {
      const range = rangeOf(reading, span);
      getSelection()?.setBaseAndExtent(
        range.startContainer,
        range.startOffset,
        range.endContainer,
        range.endOffset,
      );
      become(span);
    },
    forget() {
      getSelection()?.removeAllRanges();
      become(undefined);
    },
  };
}

/** Without the white space around it; undefined where nothing is left. */
function spanOf(reading: HTMLElement, range: Range): TextSpan | undefined {
  const before = range.cloneRange();
  before.selectNodeContents(reading);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const start = before.toString().length + words.length - words.trimStart().length;
  const end = start + words.trim().length;
  return end > start ? [start, end] : undefined;
}

/** The place of a span of the text among the nodes that show it. */
export function rangeOf(reading: HTMLElement, [start, end]: TextSpan): Range {
  const range = document.createRange();
  const nodes = document.createTreeWalker(reading, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const next = at + node.textContent!.length;
    if (at <= start && start < next) range.setStart(node, start - at);
    if (at < end && end <= next) {
      range.setEnd(node, end - at);
      break;
    }
    at = next;
  }
  return range;
}
