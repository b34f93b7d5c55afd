/** Affected devices by ward: a floor plan of rooms and their devices, and the same as a table. Zones are called wards here: that is where people look. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AssessOverview } from '@wardkeep/app/assess-views';
import { useFormat } from '../format.ts';
import { Concerned, HoursAtRisk } from './affected.tsx';
import { FLOOR, layoutFloor, type Room } from './floor-layout.ts';

type Ward = AssessOverview['wards'][number];
/** Rooms of the plan; the table has them all. */
const MOST_ROOMS = 10, ROW_LIMIT = 5, CORRIDOR = 34;
/** Rooms with at least this part of the hours of the worst one are tinted. */
const TINTED_FROM = 0.1;
/** Few devices are drawn large, many small: side of a square, distance from one to the next, height of a room. */
const SCALES = [{ most: 24, square: 15, step: 20, room: 148 }, { most: Infinity, square: 8, step: 11, room: FLOOR.roomHeight }] as const;
type Scale = (typeof SCALES)[number];

/** A ward's findings. Zones without a name cannot be asked for by it. */
const findingsIn = (zone: string | null): string | null => zone === null ? null : `/findings?${new URLSearchParams({ zone })}`;
const byCare = (a: Ward, b: Ward) => b.hoursAtRisk - a.hoursAtRisk || b.affected - a.affected || b.cannotTell - a.cannotTell;

export function Wards({ wards, running }: { wards: readonly Ward[]; running: boolean }) {
  const concerned = wards.filter((ward) => ward.affected + ward.cannotTell > 0).sort(byCare), quiet = wards.length - concerned.length;
  if (concerned.length === 0) return <p className="prose">{running ? <Trans>The comparison is running; wards appear here as soon as it is done.</Trans> : <Trans>No advisory concerns a device of yours.</Trans>}</p>;
  return (
    <>
      {concerned.length > 1 ? <WardPlan wards={concerned.slice(0, MOST_ROOMS)} /> : null}
      <WardTable wards={concerned} />
      {quiet > 0 ? <p className="quiet gap"><Plural value={quiet} one="In # further ward nothing is affected." other="In # further wards nothing is affected." /></p> : null}
    </>
  );
}

function WardTable({ wards }: { wards: readonly Ward[] }) {
  const { t } = useLingui(), format = useFormat(), most = Math.max(...wards.map((ward) => ward.hoursAtRisk), 0.001);
  return (
    <table className="data entries spread">
      <caption className="sr"><Trans>Affected devices by ward</Trans></caption>
      <thead><tr><th scope="col"><Trans>Ward</Trans></th><th scope="col" className="w-both"><Trans>What we know</Trans></th><th scope="col" className="w-num num"><Trans>Devices</Trans></th><th scope="col"><Trans>Care at risk in 30 days</Trans></th></tr></thead>
      <tbody>{wards.map((ward) => {
        const href = findingsIn(ward.zone), name = ward.zone ?? t`No zone`;
        return (
          <tr key={ward.zone}>
            <th scope="row">{href ? <a href={href}>{name}</a> : name}</th>
            <td data-label={t`What we know`}><Concerned affected={ward.affected} cannotTell={ward.cannotTell} /></td>
            <td data-label={t`Devices`} className="num">{format.number(ward.devices)}</td>
            <td data-label={t`Care at risk`}><CareCell hours={ward.hoursAtRisk} most={most} named={ward.hoursAtRisk > 0} /></td>
          </tr>);
      })}</tbody>
    </table>
  );
}

/** Length is hours; the ramp says the same once more. `share`: of the longest bar, 0–1. */
export function CareBar({ share }: { share: number }) {
  const step = share > 0.66 ? 4 : share > 0.33 ? 3 : 2;
  return <svg className="carebar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect className="rail" y="5.5" width="100" height="1" /><rect className={`care-${step}`} width={share * 100} height="12" /></svg>;
}

/** A bar and its hours. */
export function CareCell({ hours, most, named = true }: { hours: number; most: number; named?: boolean }) {
  return <span className="riskcell"><CareBar share={hours / most} /><HoursAtRisk hours={hours} assumed={false} named={named} /></span>;
}

/** Rooms on both sides of a corridor, larger where more devices stand. One square is one device: filled affected, diamond cannot tell, hollow the rest. */
function WardPlan({ wards }: { wards: readonly Ward[] }) {
  const floor = layoutFloor(wards.map((ward) => ({ zone: ward.zone, count: ward.devices, medical: 0 })), []), of = new Map(wards.map((ward) => [ward.zone, ward])), worst = Math.max(...wards.map((ward) => ward.hoursAtRisk));
  const scale = SCALES.find(({ most }) => Math.max(...wards.map((ward) => ward.devices)) <= most)!, single = floor.rooms.every((room) => room.top) || floor.rooms.every((room) => !room.top);
  const { margin, width } = FLOOR, upper = margin + scale.room, lower = upper + CORRIDOR, height = single ? upper + margin : lower + scale.room + margin;
  return (
    <figure className="wardplan" aria-hidden="true">
      <svg className="floor" viewBox={`0 0 ${width} ${height}`}>
        {floor.rooms.map((room, at) => <WardRoom key={at} room={room} ward={of.get(room.zone)!} y={room.top || single ? margin : lower} perSquare={floor.perSquare} scale={scale} worst={worst} />)}
        <path className="walls" d={wallsOf(floor.rooms, single, scale.room, upper, lower)} />
      </svg>
      <p className="legend"><span><svg viewBox="0 0 12 12"><rect className="affected" width="12" height="12" /></svg><Trans>affected</Trans></span><span><svg viewBox="0 0 12 12"><path className="cannot" d="M6 1 11 6 6 11 1 6Z" /></svg><Trans>cannot tell</Trans></span>
        <span><svg viewBox="0 0 12 12"><rect className="tinted" width="12" height="12" /></svg><Trans>much care at risk</Trans></span>
        <span><svg viewBox="0 0 12 12"><rect className="device" x="1" y="1" width="10" height="10" /></svg>{floor.perSquare === 1 ? <Trans>one other device</Trans> : <Plural value={floor.perSquare} one="# other device" other="# other devices" />}</span></p>
    </figure>
  );
}

function WardRoom({ room, ward, y, perSquare, scale: { square, step, room: roomHeight }, worst }: { room: Room; ward: Ward; y: number; perSquare: number; scale: Scale; worst: number }) {
  const { t } = useLingui(), format = useFormat(), x = room.x + 14, lines = room.lines[0] ? room.lines : [t`No zone`], text = y + 26, across = Math.max(1, Math.floor((room.width - 28) / step));
  const count = (devices: number) => devices === 0 ? 0 : Math.max(1, Math.round(devices / perSquare)), { affected, cannotTell } = ward, filled = count(affected), open = count(cannotTell), all = Math.max(filled + open, Math.ceil(ward.devices / perSquare)), dots = text + lines.length * 17 + 14;
  return (
    <g>
      {ward.hoursAtRisk > 0 && ward.hoursAtRisk >= worst * TINTED_FROM ? <rect className="tinted" x={room.x} y={y} width={room.width} height={roomHeight} /> : null}
      {lines.map((line, at) => <text key={at} className="name" x={x} y={text + at * 17}>{line}</text>)}
      <text className="s" x={x} y={text + lines.length * 17}>{affected > 0 ? <Plural value={affected} one="# affected" other="# affected" /> : null}{affected > 0 && cannotTell > 0 ? ' · ' : null}{cannotTell > 0 ? <Plural value={cannotTell} one="# cannot tell" other="# cannot tell" /> : null}</text>
      {Array.from({ length: Math.min(all, across * ROW_LIMIT) }, (_, at) => <Device key={at} kind={at < filled ? 'affected' : at < filled + open ? 'cannot' : 'device'} x={x + (at % across) * step} y={dots + Math.floor(at / across) * step} side={square} />)}
      {ward.hoursAtRisk > 0 ? <text className="hours" x={x} y={y + roomHeight - 14}>{format.hours(ward.hoursAtRisk)}<tspan className="s" dx="6">{t`at risk`}</tspan></text> : <text className="s" x={x} y={y + roomHeight - 14}>{t`no care named`}</text>}
    </g>
  );
}

function Device({ kind, x, y, side }: { kind: 'affected' | 'cannot' | 'device'; x: number; y: number; side: number }) {
  const half = side / 2;
  return kind === 'cannot' ? <path className={kind} d={`M${x + half} ${y - 0.5}L${x + side + 0.5} ${y + half}L${x + half} ${y + side + 0.5}L${x - 0.5} ${y + half}Z`} /> : <rect className={kind} x={x} y={y} width={side} height={side} />;
}

/** Outer walls, walls between rooms, and walls to the corridor. */
function wallsOf(rooms: readonly Room[], single: boolean, roomHeight: number, upper: number, lower: number): string {
  const { margin, width } = FLOOR, right = width - margin, bottom = single ? upper : lower + roomHeight;
  const between = rooms.filter((room) => room.x > margin + 1).map((room) => room.top || single ? `M${room.x} ${margin}V${upper}` : `M${room.x} ${lower}V${bottom}`);
  return [`M${margin} ${margin}H${right}V${bottom}H${margin}Z`, ...(single ? [] : [`M${margin} ${upper}H${right}M${margin} ${lower}H${right}`]), ...between].join('');
}
