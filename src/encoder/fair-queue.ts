/**
 * A queue that takes turns between its clients by cost: the client who has been given least (in pieces of text) goes
 * next, so that a long text does not hold up short ones. A new client starts level with the least served.
 */
export interface FairQueue<Task> {
  push(client: object, cost: number, task: Task, background: boolean): void;
  shift(): Task | undefined;
  /** Drops what the client still has waiting. */
  drop(client: object): Task[];
  readonly size: number;
  readonly cost: number;
}

interface Lane<Task> {
  served: number;
  readonly background: boolean;
  readonly waiting: { cost: number; task: Task }[];
  next: number;
}

export function createFairQueue<Task>(): FairQueue<Task> {
  const lanes = new Map<object, Lane<Task>>();
  let size = 0;
  let cost = 0;
  let floor = 0;

  const lane = (client: object, background: boolean): Lane<Task> => {
    const known = lanes.get(client);
    if (known) return known;
    const fresh: Lane<Task> = { served: floor, background, waiting: [], next: 0 };
    lanes.set(client, fresh);
    return fresh;
  };

  const nextLane = (): [object, Lane<Task>] | undefined => {
    let best: [object, Lane<Task>] | undefined;
    for (const entry of lanes) if (!best || before(entry[1], best[1])) best = entry;
    return best;
  };

  return {
    push(client, taskCost, task, background) {
      lane(client, background).waiting.push({ cost: taskCost, task });
      size++;
      cost += taskCost;
    },
    shift() {
      const [client, chosen] = nextLane() ?? [];
      const item = chosen?.waiting[chosen.next++];
      if (!client || !chosen || !item) return undefined;
      if (chosen.next === chosen.waiting.length) lanes.delete(client);
      chosen.served += item.cost;
      floor = Math.max(floor, chosen.served - item.cost);
      size--;
      cost -= item.cost;
      return item.task;
    },
    drop(client) {
      const dropped = lanes.get(client);
      lanes.delete(client);
      const rest = dropped?.waiting.slice(dropped.next) ?? [];
      size -= rest.length;
      cost -= rest.reduce((sum, item) => sum + item.cost, 0);
      return rest.map((item) => item.task);
    },
    get size() {
      return size;
    },
    get cost() {
      return cost;
    },
  };
}

/** Interactive work goes before background work; within each, the least served. */
function before<Task>(a: Lane<Task>, b: Lane<Task>): boolean {
  if (a.background !== b.background) return b.background;
  return a.served < b.served;
}
