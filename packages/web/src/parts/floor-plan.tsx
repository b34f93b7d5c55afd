/** The floor plan of traffic. The table before it says the same in words. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Overview, TrafficRow } from '@wardkeep/app/views';
import { NO_ZONE, ZONE_PREFIX } from '../asset-query.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { FLOOR, layoutFloor, type Floor, type Line, type Room } from './floor-layout.ts';

const UPPER = FLOOR.margin + FLOOR.roomHeight, LOWER = UPPER + FLOOR.corridor, SQUARE = 8, STEP = 11;

export function FloorPlan({ zones, traffic }: { zones: Overview['zones']; traffic: readonly TrafficRow[] }) {
  const { t } = useLingui(), floor = layoutFloor(zones, traffic);
  return (
    <figure>
      <figcaption><b>{floor.clear.length === 0 ? <Trans>No medical data was seen crossing between zones in clear text</Trans>
        : <Plural value={floor.clear.length + floor.moreClear} one="Medical data crosses between zones in clear text on # way" other="Medical data crosses between zones in clear text on # ways" />}</b>
        <span><Trans>Rooms are zones; a door stands open where traffic passes. Point at a room, or move to it with the Tab key, to see its other traffic.</Trans></span></figcaption>
      <div className="scroll" tabIndex={0} role="region" aria-label={t`Floor plan`}>
        <svg className="floor wide" viewBox={`0 0 ${FLOOR.width} ${floor.height}`} role="group" aria-label={t`Floor plan of zones and what passes between them`}>
          {floor.rooms.map((room, i) => <RoomShape key={i} room={room} index={i} perSquare={floor.perSquare} />)}
          <Walls floor={floor} />
          {floor.flows.map((line, i) => <path key={i} className="flow" d={line.path} data-from={line.from} data-to={line.to} />)}
          {floor.clear.map((line, i) => <ClearLine key={i} line={line} most={floor.clear[0]!.uses} />)}
        </svg>
      </div>
      <Legend perSquare={floor.perSquare} more={floor.moreClear} />
    </figure>
  );
}

function RoomShape({ room, index, perSquare }: { room: Room; index: number; perSquare: number }) {
  const { t } = useLingui(), labels = useLabels(), y = room.top ? FLOOR.margin : LOWER, x = room.x + 12;
  const squares = Math.ceil(room.count / perSquare), medical = Math.round(room.medical / perSquare), across = Math.max(1, Math.floor((room.width - 24) / STEP));
  const { others } = room, name = others > 0 ? t`${others} further zones` : room.zone ?? t`No zone`, lines = room.lines[0] ? room.lines : [name];
  const href = room.others > 0 ? '/assets' : `/assets?zone=${room.zone === null ? NO_ZONE : encodeURIComponent(`${ZONE_PREFIX}${room.zone}`)}`;
  const text = y + (room.top ? 24 : 62), dots = text + lines.length * 17 + (room.clearInside.length > 0 ? 31 : 14);
  return (
    <a href={href} data-room={index}>
      <rect className="room-hit" x={room.x} y={y} width={room.width} height={FLOOR.roomHeight} />
      {lines.map((line, i) => <text key={i} className="name" x={x} y={text + i * 17}>{line}</text>)}
      <text className="s" x={x} y={text + lines.length * 17}><Plural value={room.count} one="# device" other="# devices" />{room.medical > 0 ? <>{' · '}<Plural value={room.medical} one="# medical" other="# medical" /></> : null}</text>
      {room.clearInside.length > 0 ? <text className="s inside" x={x} y={dots - 14}>◇ {t`clear text inside`}: {room.clearInside.map((protocol) => labels.protocol(protocol)).join(', ')}</text> : null}
      {Array.from({ length: Math.min(squares, across * 5) }, (_, i) => <rect key={i} className={i < medical ? 'device medical' : 'device'} x={x + (i % across) * STEP} y={dots + Math.floor(i / across) * STEP} width={SQUARE} height={SQUARE} />)}
    </a>
  );
}

/** Outer walls, walls between rooms, and walls to the corridor with their doors. */
function Walls({ floor }: { floor: Floor }) {
  const half = FLOOR.door / 2, { margin, width, roomHeight } = FLOOR, right = width - margin;
  const walls: string[] = [`M${margin} ${UPPER}V${margin}H${right}V${UPPER}`, `M${margin} ${LOWER}V${LOWER + roomHeight}H${right}V${LOWER}`], swings: string[] = [];
  for (const { x, width: w, top, door } of floor.rooms) {
    const y = top ? UPPER : LOWER, away = top ? 1 : -1;
    if (x > margin + 1) walls.push(`M${x} ${y}v${away * -roomHeight}`);
    if (door === null) { walls.push(`M${x} ${y}h${w}`); continue; }
    walls.push(`M${x} ${y}H${door - half}`, `M${door + half} ${y}H${x + w}`, `M${door - half} ${y}v${away * (FLOOR.door - 8)}`);
    swings.push(`M${door - half} ${y + away * (FLOOR.door - 8)}A${FLOOR.door} ${FLOOR.door} 0 0 ${top ? 0 : 1} ${door + half} ${y}`);
  }
  return <><path className="swing" d={swings.join('')} /><path className="walls" d={walls.join('')} /></>;
}

function ClearLine({ line, most }: { line: Line; most: number }) {
  const labels = useLabels(), format = useFormat(), width = 3 + 3 * Math.sqrt(line.uses / Math.max(1, most));
  return (
    <g aria-hidden="true">
      <path className="clearflow" d={line.path} strokeWidth={width} /><circle className="end" cx={line.start[0]} cy={line.start[1]} r="6" /><rect className="end" x={line.end[0] - 6} y={line.end[1] - 6} width="12" height="12" />
      <text className="name halo" x={line.label[0]} y={line.label[1]}>{labels.protocol(line.protocol)} <tspan className="s">{format.number(line.uses)}</tspan></text>
    </g>
  );
}

function Legend({ perSquare, more }: { perSquare: number; more: number }) {
  return (
    <p className="legend">
      <span><svg viewBox="0 0 28 14" aria-hidden="true"><rect className="device medical" x="1" y="3" width="8" height="8" /><rect className="device" x="16" y="3" width="8" height="8" /></svg>{perSquare === 1 ? <Trans>one medical, one other device</Trans> : <Plural value={perSquare} one="# medical, # other device" other="# medical, # other devices" />}</span>
      <span><svg viewBox="0 0 28 14" aria-hidden="true"><path className="walls" d="M0 12h6V0M22 12h6" /><path className="swing" d="M6 0A16 12 0 0 1 22 12" /></svg><Trans>open door: traffic passes</Trans></span>
      <span><svg viewBox="0 0 28 14" aria-hidden="true"><path className="clearflow" d="M0 7h28" /></svg><Trans>medical data in clear text, from circle to square, with the number of uses</Trans></span>
      {more > 0 ? <span><Plural value={more} one="# further way is in the table." other="# further ways are in the table." /></span> : null}
    </p>
  );
}
