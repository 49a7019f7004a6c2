// Turns the room's steps into smooth motion: keeps the last few, and answers where everything is a little in the past.

const delayMs = 110;
const samplesMax = 24;
const fullTurn = 1024;

export class ArenaClock {
  #samples = [];
  #offset;

  /** Takes the state of one step; times are those of the arena's own clock, so an uneven network does not show. */
  take(state, now) {
    const at = Number(state.clockMs);
    const last = this.#samples.at(-1);
    if (last !== undefined && at < last.at) {
      this.#samples = [];
      this.#offset = undefined;
    }
    if (last?.at === at) {
      this.#samples.pop();
    }
    this.#samples.push({ at, ...copy(state) });
    if (this.#samples.length > samplesMax) {
      this.#samples.shift();
    }
    // The step that came fastest tells best how the clocks differ; slowly forgotten, and at once after a pause.
    const offset = now - at;
    const late = this.#offset === undefined ? 0 : offset - this.#offset;
    if (this.#offset === undefined || late < 0 || late > 1000) {
      this.#offset = offset;
    } else {
      this.#offset += late * 0.02;
    }
  }

  /** The arena as it was a moment ago: between two steps, everything on its way. */
  at(now) {
    const time = now - this.#offset - delayMs;
    const samples = this.#samples;
    let next = samples.findIndex((sample) => sample.at >= time);
    if (next === -1) {
      next = samples.length - 1;
    }
    const to = samples[next];
    const from = samples[Math.max(0, next - 1)];
    const part = to.at === from.at ? 1 : Math.min(1, Math.max(0, (time - from.at) / (to.at - from.at)));
    return {
      width: to.width,
      height: to.height,
      ships: blend(from.ships, to.ships, part, to.width, to.height),
      shots: blend(from.shots, to.shots, part, to.width, to.height),
    };
  }
}

// States are live objects that the next step changes, so their numbers are taken down; places in units.
function copy(state) {
  const ships = new Map();
  for (const [number, ship] of Object.entries(state.ships)) {
    ships.set(Number(number), {
      name: ship.name, x: ship.x / 16, y: ship.y / 16, heading: ship.heading, hull: ship.hull, color: ship.color,
      away: ship.away, bot: ship.bot, thrusting: ship.thrusting, score: ship.score,
    });
  }
  const shots = new Map();
  for (const [number, shot] of Object.entries(state.shots)) {
    const heading = (Math.atan2(shot.vy, shot.vx) / (2 * Math.PI)) * fullTurn;
    shots.set(Number(number), { ship: shot.ship, x: shot.x / 16, y: shot.y / 16, heading });
  }
  return { width: state.width, height: state.height, ships, shots };
}

function blend(from, to, part, width, height) {
  const blended = new Map();
  for (const [number, thing] of to) {
    const before = from.get(number);
    const leapt = before === undefined || (before.hull === 0) !== (thing.hull === 0);
    blended.set(number, leapt ? thing : {
      ...thing,
      x: along(before.x, thing.x, part, width),
      y: along(before.y, thing.y, part, height),
      heading: along(before.heading, thing.heading, part, fullTurn),
    });
  }
  return blended;
}

/** From one value to the other the short way round. */
export function along(from, to, part, size) {
  return wrap(from + offset(from, to, size) * part, size);
}

export function offset(from, to, size) {
  const way = wrap(to - from, size);
  return way > size / 2 ? way - size : way;
}

function wrap(value, size) {
  return ((value % size) + size) % size;
}
