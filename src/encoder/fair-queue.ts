/**
 * A queue that takes turns between its clients by cost (pieces of text): all who wait get the same share, so that a
 * long text does not hold up short ones, nor many short ones a long one. Who would come too late by that gets half of
 * all that is done besides. Background work waits for all other work.
 */
export interface FairQueue<Task> {
  /** @param due when the client's work must be done, on the clock */
  push(client: object, cost: number, task: Task, background: boolean, due?: number): void;
  /** The next task, with `withBackground` also of the background. */
  shift(withBackground?: boolean): Task | undefined;
  /** Drops those of the client's tasks that are given up. */
  drop(client: object, isGivenUp: (task: Task) => boolean): void;
  readonly size: number;
  readonly cost: number;
}

interface Waiting<Task> {
  readonly cost: number;
  readonly task: Task;
}

/** A clock, and how much is done by it. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Cost a millisecond; undefined while it is not known. */
  pace(): number | undefined;
}

interface Lane<Task> {
  /** The fair share at which it will have got what it was given: whoever has least goes next. */
  served: number;
  waiting: Waiting<Task>[];
  next: number;
  /** Cost that waits. */
  left: number;
  readonly since: number;
  readonly due: number;
}

/** Of the time until a lane is due, so that a machine that becomes slower does not make it late. */
const PRESSED = 0.5;

const NO_CLOCK: Clock = { now: () => 0, pace: () => undefined };

export function createFairQueue<Task>(clock = NO_CLOCK): FairQueue<Task> {
  const foreground = createLanes<Task>(clock);
  const background = createLanes<Task>(NO_CLOCK);
  let size = 0;
  let cost = 0;
  const takeOut = ({ cost: itsCost }: Waiting<Task>): void => {
    size--;
    cost -= itsCost;
  };
  return {
    push(client, taskCost, task, isBackground, due) {
      (isBackground ? background : foreground).push(client, { cost: taskCost, task }, due);
      size++;
      cost += taskCost;
    },
    shift(withBackground = true) {
      const item = foreground.shift() ?? (withBackground ? background.shift() : undefined);
      if (item) takeOut(item);
      return item?.task;
    },
    drop(client, isGivenUp) {
      for (const lanes of [foreground, background]) lanes.drop(client, isGivenUp).forEach(takeOut);
    },
    get size() {
      return size;
    },
    get cost() {
      return cost;
    },
  };
}

/** One lane a client (weighted fair queueing with equal weights). */
function createLanes<Task>(clock: Clock) {
  const lanes = new Map<object, Lane<Task>>();
  /** What each waiting client would have got by now, if all had been served at once. */
  let share = 0;
  /** How much more those who are pressed have got than the others, since somebody is. */
  let ahead = 0;

  const leastServed = (): [object, Lane<Task>] | undefined => {
    let best: [object, Lane<Task>] | undefined;
    for (const entry of lanes) if (!best || entry[1].served < best[1].served) best = entry;
    return best;
  };

  /**
   * When lanes would be done too late for comfort if another went first: the one of them that is due first. One that
   * comes too late however it is served holds up nobody.
   */
  const mostPressed = ([, other]: [object, Lane<Task>]): [object, Lane<Task>] | undefined => {
    const pace = clock.pace();
    if (pace === undefined) return undefined;
    const now = clock.now();
    const cost = other.waiting[other.next]!.cost;
    const byDue = [...lanes].filter(([, lane]) => lane.due < other.due && now + lane.left / pace <= lane.due);
    byDue.sort(([, a], [, b]) => a.due - b.due);
    let before = cost;
    for (const [, lane] of byDue) {
      before += lane.left;
      if (now + before / pace > lane.since + (lane.due - lane.since) * PRESSED) return byDue[0];
    }
    return undefined;
  };

  return {
    push(client: object, item: Waiting<Task>, due = Number.POSITIVE_INFINITY): void {
      const lane = lanes.get(client) ?? {
        served: share,
        waiting: [],
        next: 0,
        left: 0,
        since: clock.now(),
        due,
      };
      lane.waiting.push(item);
      lane.left += item.cost;
      lanes.set(client, lane);
    },
    shift(): Waiting<Task> | undefined {
      const fair = leastServed();
      if (!fair) return undefined;
      const pressed = mostPressed(fair);
      // Half of all is for the others: a text of a megabyte is pressed for a minute.
      const goesFirst = pressed !== undefined && ahead <= 0;
      const [client, lane] = goesFirst ? pressed : fair;
      const item = lane.waiting[lane.next++]!;
      ahead = pressed ? ahead + (goesFirst ? item.cost : -item.cost) : 0;
      lane.left -= item.cost;
      share += item.cost / lanes.size;
      lane.served += item.cost;
      if (lane.next === lane.waiting.length) lanes.delete(client);
      return item;
    },
    drop(client: object, isGivenUp: (task: Task) => boolean): Waiting<Task>[] {
      const lane = lanes.get(client);
      const waiting = lane?.waiting.slice(lane.next) ?? [];
      const kept = waiting.filter(({ task }) => !isGivenUp(task));
      const left = kept.reduce((sum, { cost }) => sum + cost, 0);
      if (lane && kept.length > 0) Object.assign(lane, { waiting: kept, next: 0, left });
      else lanes.delete(client);
      return waiting.filter(({ task }) => isGivenUp(task));
    },
  };
}
