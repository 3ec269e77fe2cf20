/** From so many pixels on a press is a drag, and no slip of the hand. */
const SLIP = 4;
/** Nearer to an edge than that, the list scrolls by itself; pixels. */
const EDGE = 56;
/** How far it scrolls in a frame, pixels. */
const STRIDE = 10;

type Drag = {
  /** The rows, in their order; the dragged one among them. */
  rows: () => HTMLElement[];
  row: HTMLElement;
  /** What scrolls. */
  scroller: HTMLElement;
  began: () => void;
  /** Over that place, with the row so many pixels from where it lay. */
  moved: (place: number, by: number) => void;
  dropped: () => void;
  putBack: () => void;
};

/** The place among the other rows that the pointer is at. */
function placeAt(y: number, rows: HTMLElement[], dragged: HTMLElement): number {
  return rows.filter((row) => {
    if (row === dragged) return false;
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;
}

/** Follows a pressed pointer, mouse or finger, until it is let go; Esc puts back. */
export function drag(press: PointerEvent, { rows, row, scroller, ...tell }: Drag): void {
  const listening = new AbortController();
  const { signal } = listening;
  const from = press.clientY + scroller.scrollTop;
  let y = press.clientY;
  let dragging = false;

  function show() {
    tell.moved(placeAt(y, rows(), row), y + scroller.scrollTop - from);
  }

  function scrollOn() {
    if (signal.aborted) return;
    const { top, bottom } = scroller.getBoundingClientRect();
    const by = y < top + EDGE ? -STRIDE : y > bottom - EDGE ? STRIDE : 0;
    const before = scroller.scrollTop;
    if (by !== 0) scroller.scrollTop += by;
    if (scroller.scrollTop !== before) show();
    requestAnimationFrame(scrollOn);
  }

  function end(how: () => void) {
    listening.abort();
    if (dragging) how();
  }

  addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerId !== press.pointerId) return;
      y = event.clientY;
      if (!dragging && Math.abs(y - press.clientY) < SLIP) return;
      if (!dragging) {
        dragging = true;
        tell.began();
        requestAnimationFrame(scrollOn);
      }
      show();
    },
    { signal },
  );
  addEventListener(
    "pointerup",
    (event) => {
      if (event.pointerId === press.pointerId) end(tell.dropped);
    },
    { signal },
  );
  addEventListener(
    "pointercancel",
    (event) => {
      if (event.pointerId === press.pointerId) end(tell.putBack);
    },
    { signal },
  );
  // Heard before the screen, whose Esc leaves it.
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      end(tell.putBack);
    },
    { signal, capture: true },
  );
}
