// Draws the arena around one's own ship: a square that goes on over its edges, and a small chart of all of it.
import { offset } from "./arena-clock.js";
import { cssColor } from "./dom.js";

const viewUnits = 760;
const gridUnits = 100;
const starCount = 110;
const chartPixels = 96;

export class Scene {
  #canvas;
  #context;
  #me;
  #colors = {};
  #camera;
  #last = new Map();
  #sparks = [];
  #drawnAt = 0;
  #observer;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #readColors = () => {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    this.#colors = {
      ground: color("--space-ground"), grid: color("--space-grid"), star: color("--space-star"), ink: color("--ink"), soft: color("--soft"),
    };
  };

  constructor(canvas, me) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#me = me;
    this.#readColors();
    this.#dark.addEventListener("change", this.#readColors);
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(canvas);
    this.#fit();
  }

  stop() {
    this.#observer.disconnect();
    this.#dark.removeEventListener("change", this.#readColors);
  }

  /** Sparks fly where a ship was seen last. */
  spark(number, amount) {
    const ship = this.#last.get(number);
    if (ship === undefined || this.#calm.matches) {
      return;
    }
    for (let index = 0; index < amount; index++) {
      const angle = Math.random() * 2 * Math.PI;
      const speed = 30 + Math.random() * (amount * 6);
      this.#sparks.push({
        x: ship.x, y: ship.y, vx: Math.cos(angle) * speed, vy: Math.sin(angle) * speed,
        left: 0.4 + Math.random() * 0.5, color: cssColor(ship.color),
      });
    }
  }

  draw(arena, now) {
    const seconds = Math.min(0.1, (now - this.#drawnAt) / 1000);
    this.#drawnAt = now;
    const own = arena.ships.get(this.#me);
    if (own !== undefined && (own.hull > 0 || this.#camera === undefined)) {
      this.#camera = { x: own.x, y: own.y };
    }
    this.#camera ??= { x: arena.width / 2, y: arena.height / 2 };
    const { width, height } = this.#canvas;
    const scale = Math.min(width, height) / Math.min(viewUnits, arena.width);
    const view = { arena, scale, width, height, pixel: Math.min(devicePixelRatio, 3) };
    this.#drawGround(view);
    for (const shot of arena.shots.values()) {
      this.#drawShot(view, shot, arena.ships.get(shot.ship));
    }
    // One's own ship on top of all others.
    for (const [number, ship] of [...arena.ships].sort(([a], [b]) => (a === this.#me) - (b === this.#me))) {
      if (ship.hull > 0) {
        this.#drawShip(view, ship, number === this.#me, now);
        this.#last.set(number, ship);
      }
    }
    this.#drawSparks(view, seconds);
    this.#drawChart(view);
  }

  #fit() {
    const box = this.#canvas.getBoundingClientRect();
    const pixel = Math.min(devicePixelRatio, 3);
    this.#canvas.width = Math.max(1, Math.round(box.width * pixel));
    this.#canvas.height = Math.max(1, Math.round(box.height * pixel));
  }

  /** Where a place of the arena is on the canvas, the short way round from the camera. */
  #place({ arena, scale, width, height }, x, y) {
    return {
      x: width / 2 + offset(this.#camera.x, x, arena.width) * scale,
      y: height / 2 + offset(this.#camera.y, y, arena.height) * scale,
    };
  }

  #drawGround(view) {
    const { arena, scale, width, height, pixel } = view;
    const context = this.#context;
    context.fillStyle = this.#colors.ground;
    context.fillRect(0, 0, width, height);
    context.strokeStyle = this.#colors.grid;
    context.lineWidth = pixel;
    context.beginPath();
    const step = gridUnits * scale;
    for (let x = width / 2 - (this.#camera.x % gridUnits) * scale - Math.ceil(width / 2 / step) * step; x < width; x += step) {
      context.moveTo(Math.round(x), 0);
      context.lineTo(Math.round(x), height);
    }
    for (let y = height / 2 - (this.#camera.y % gridUnits) * scale - Math.ceil(height / 2 / step) * step; y < height; y += step) {
      context.moveTo(0, Math.round(y));
      context.lineTo(width, Math.round(y));
    }
    context.stroke();
    context.fillStyle = this.#colors.star;
    for (let star = 0; star < starCount; star++) {
      const place = this.#place(view, (star * 617) % arena.width, (star * star * 331) % arena.height);
      const size = (star % 4 === 0 ? 2.8 : 1.8) * pixel;
      context.fillRect(place.x, place.y, size, size);
    }
  }

  #drawShot(view, shot, ship) {
    const context = this.#context;
    const place = this.#place(view, shot.x, shot.y);
    const angle = (shot.heading / 1024) * 2 * Math.PI;
    const length = 12 * view.scale;
    context.strokeStyle = ship === undefined ? this.#colors.soft : cssColor(ship.color);
    context.lineWidth = 3.2 * view.scale;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(place.x - Math.cos(angle) * length, place.y - Math.sin(angle) * length);
    context.lineTo(place.x, place.y);
    context.stroke();
  }

  #drawShip(view, ship, mine, now) {
    const context = this.#context;
    const { x, y } = this.#place(view, ship.x, ship.y);
    const size = 19 * view.scale;
    if (x < -size || y < -size || x > view.width + size || y > view.height + size) {
      this.#drawPointer(view, ship, x, y);
      return;
    }
    context.save();
    context.translate(x, y);
    context.globalAlpha = ship.away ? 0.45 : 1;
    if (mine || ship.away) {
      context.beginPath();
      context.setLineDash(ship.away ? [size / 4, size / 4] : []);
      context.arc(0, 0, size * 1.65, 0, 2 * Math.PI);
      context.strokeStyle = ship.away ? this.#colors.soft : `${cssColor(ship.color)}66`;
      context.lineWidth = 1.6 * view.pixel;
      context.stroke();
      context.setLineDash([]);
    }
    context.rotate((ship.heading / 1024) * 2 * Math.PI);
    if (ship.thrusting) {
      const flame = 0.55 + (this.#calm.matches ? 0.2 : 0.35 * Math.abs(Math.sin(now / 34)));
      shape(context, [[-0.62, 0.36], [-0.62 - flame, 0], [-0.62, -0.36]], size);
      context.fillStyle = "#f6a53b";
      context.fill();
    }
    shape(context, [[1.15, 0], [-0.8, 0.82], [-0.42, 0], [-0.8, -0.82]], size);
    context.fillStyle = cssColor(ship.color);
    context.fill();
    context.restore();
    this.#drawTag(view, ship, mine, x, y, size);
  }

  /** At the edge of the canvas, towards a ship that is out of sight. */
  #drawPointer(view, ship, x, y) {
    const context = this.#context;
    const margin = 9 * view.pixel;
    context.save();
    context.translate(Math.min(view.width - margin, Math.max(margin, x)), Math.min(view.height - margin, Math.max(margin, y)));
    context.rotate(Math.atan2(y - view.height / 2, x - view.width / 2));
    context.globalAlpha = ship.away ? 0.25 : 0.6;
    shape(context, [[1, 0], [-0.7, 0.8], [-0.7, -0.8]], 6 * view.pixel);
    context.fillStyle = cssColor(ship.color);
    context.fill();
    context.restore();
  }

  #drawTag(view, ship, mine, x, y, size) {
    const context = this.#context;
    context.globalAlpha = ship.away ? 0.7 : 1;
    context.font = `${mine ? 700 : 500} ${12 * view.pixel}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.fillStyle = mine ? this.#colors.ink : this.#colors.soft;
    context.fillText(ship.away ? `${ship.name} (away)` : ship.name, x, y - size * 1.9);
    context.fillStyle = cssColor(ship.color);
    for (let plate = 0; plate < ship.hull; plate++) {
      context.fillRect(x + (plate * 9 - 13) * view.pixel, y + size * 1.9, 7 * view.pixel, 2.5 * view.pixel);
    }
    context.globalAlpha = 1;
  }

  #drawSparks(view, seconds) {
    const context = this.#context;
    this.#sparks = this.#sparks.filter((spark) => spark.left > 0);
    for (const spark of this.#sparks) {
      spark.left -= seconds;
      spark.x += spark.vx * seconds;
      spark.y += spark.vy * seconds;
      const place = this.#place(view, spark.x, spark.y);
      context.globalAlpha = Math.max(0, Math.min(1, spark.left * 2));
      context.fillStyle = spark.color;
      context.fillRect(place.x, place.y, 3 * view.scale, 3 * view.scale);
    }
    context.globalAlpha = 1;
  }

  #drawChart(view) {
    const context = this.#context;
    const size = chartPixels * view.pixel;
    const left = 14 * view.pixel;
    const top = 14 * view.pixel;
    context.globalAlpha = 0.85;
    context.fillStyle = this.#colors.ground;
    context.strokeStyle = this.#colors.grid;
    context.lineWidth = 1.5 * view.pixel;
    context.beginPath();
    context.roundRect(left, top, size, size, 10 * view.pixel);
    context.fill();
    context.stroke();
    context.globalAlpha = 1;
    for (const [number, ship] of view.arena.ships) {
      if (ship.hull > 0) {
        context.globalAlpha = ship.away ? 0.4 : 1;
        context.fillStyle = cssColor(ship.color);
        context.beginPath();
        const x = left + (ship.x / view.arena.width) * size;
        const y = top + (ship.y / view.arena.height) * size;
        context.arc(x, y, (number === this.#me ? 3.6 : 2.2) * view.pixel, 0, 2 * Math.PI);
        context.fill();
      }
    }
    context.globalAlpha = 1;
  }
}

function shape(context, points, size) {
  context.beginPath();
  for (const [x, y] of points) {
    context.lineTo(x * size, y * size);
  }
  context.closePath();
}
