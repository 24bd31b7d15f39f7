/**
 * A queue that takes turns between its clients by cost (pieces of text): all who wait get the same share, so that a
 * long text does not hold up short ones, nor many short ones a long one. Background work waits for all other work.
 */
export interface FairQueue<Task> {
  push(client: object, cost: number, task: Task, background: boolean): void;
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

interface Lane<Task> {
  /** The fair share at which it will have got what it was given: whoever has least goes next. */
  served: number;
  waiting: Waiting<Task>[];
  next: number;
}

export function createFairQueue<Task>(): FairQueue<Task> {
  const foreground = createLanes<Task>();
  const background = createLanes<Task>();
  let size = 0;
  let cost = 0;
  const takeOut = ({ cost: itsCost }: Waiting<Task>): void => {
    size--;
    cost -= itsCost;
  };
  return {
    push(client, taskCost, task, isBackground) {
      (isBackground ? background : foreground).push(client, { cost: taskCost, task });
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
function createLanes<Task>() {
  const lanes = new Map<object, Lane<Task>>();
  /** What each waiting client would have got by now, if all had been served at once. */
  let share = 0;

  const leastServed = (): [object, Lane<Task>] | undefined => {
    let best: [object, Lane<Task>] | undefined;
    for (const entry of lanes) if (!best || entry[1].served < best[1].served) best = entry;
    return best;
  };

  return {
    push(client: object, item: Waiting<Task>): void {
      const lane = lanes.get(client) ?? { served: share, waiting: [], next: 0 };
      lane.waiting.push(item);
      lanes.set(client, lane);
    },
    shift(): Waiting<Task> | undefined {
      const found = leastServed();
      if (!found) return undefined;
      const [client, lane] = found;
      const item = lane.waiting[lane.next++]!;
      share += item.cost / lanes.size;
      lane.served += item.cost;
      if (lane.next === lane.waiting.length) lanes.delete(client);
      return item;
    },
    drop(client: object, isGivenUp: (task: Task) => boolean): Waiting<Task>[] {
      const lane = lanes.get(client);
      const waiting = lane?.waiting.slice(lane.next) ?? [];
      const kept = waiting.filter(({ task }) => !isGivenUp(task));
      if (lane && kept.length > 0) Object.assign(lane, { waiting: kept, next: 0 });
      else lanes.delete(client);
      return waiting.filter(({ task }) => isGivenUp(task));
    },
  };
}
