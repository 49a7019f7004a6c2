// Which room is on which node, as far as the lobby has told, and which of them are between two nodes. Knows no page and no clock.

// A node that stops gives its rooms away before the others are told that it stops: what vanishes is looked for that long.
const missedMs = 1500;
// Longer than a lease and a takeover; a room that has not come back by then was lost with its node.
const movingMs = 20_000;

export class Whereabouts {
  #rooms = new Map();
  #nodes = {};

  /** Takes what the lobby shows now; `now` in milliseconds of any clock. */
  see({ rooms, nodes }, now) {
    // A lobby that was entered this moment may have been told nothing yet.
    if (Object.keys(nodes).length === 0) {
      return;
    }
    this.#nodes = nodes;
    for (const listing of Object.values(rooms)) {
      const lostAt = nodes[listing.node] === undefined ? this.#rooms.get(listing.roomId)?.lostAt ?? now : undefined;
      this.#rooms.set(listing.roomId, { listing, lostAt, isListed: true });
    }
    for (const [id, room] of this.#rooms) {
      if (rooms[id] === undefined) {
        room.lostAt ??= now;
        room.isListed = false;
      }
    }
  }

  /** The nodes by name, each with its rooms, and the rooms that are moving: fullest first. `isWaiting`: it differs later by itself. */
  at(now) {
    const on = new Map(Object.keys(this.#nodes).sort().map((name) => [name, []]));
    const moving = [];
    let isWaiting = false;
    for (const [id, { listing, lostAt, isListed }] of this.#rooms) {
      const home = this.#nodes[listing.node];
      const isMoving = home === undefined || (!isListed && home.isDraining);
      if (!isListed) {
        if (now - lostAt >= (isMoving ? movingMs : missedMs)) {
          this.#rooms.delete(id);
          continue;
        }
        isWaiting = true;
      }
      (isMoving ? moving : on.get(listing.node)).push({ listing, isMissed: lostAt !== undefined });
    }
    return {
      nodes: [...on].map(([name, rooms]) => ({ name, about: this.#nodes[name], rooms: fullestFirst(rooms) })),
      moving: fullestFirst(moving),
      isWaiting,
    };
  }
}

function fullestFirst(rooms) {
  return rooms.sort((a, b) => b.listing.members - a.listing.members || (a.listing.roomId < b.listing.roomId ? -1 : 1));
}
