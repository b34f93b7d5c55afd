/** SNMP: the agent says what it is (sysDescr, sysObjectID, ENTITY-MIB); that a default community is accepted is told, never which text it is. */
import type { SnmpMessage } from '@wardkeep/wire/proto/snmp';
import type { Facts, Observers, Scene } from '../scene.ts';
import { readSysDescr } from './sysdescr.ts';
import { claimName } from './named.ts';

const AGENT_PORT = 161, TRAP_PORT = 162;
/** entPhysicalIndex of the chassis: 1 by custom, 1001 for the first member of a Cisco stack. Other rows are modules with serial numbers of their own. */
const CHASSIS: ReadonlySet<number> = new Set([1, 1001]);

const factsOf = (version: SnmpMessage['version']): readonly [plain: Facts, open: Facts] => [{ versions: [version] }, { versions: [version], defaultCommunity: true }];
const FACTS = { v1: factsOf('v1'), v2c: factsOf('v2c'), v3: factsOf('v3') };

export const snmpObservers: Observers = {
  'snmp.message': (message, scene) => {
    const { sender, receiver } = scene, facts = FACTS[message.version][message.defaultCommunity ? 1 : 0];
    if (isNotification(message, scene)) {
      if (!scene.toGroup) scene.serve(receiver, 'udp', scene.receiverPort, { protocol: 'snmp', state: 'addressed' });
      scene.use(sender, 'snmp', scene.toGroup ? null : scene.receiverIp, scene.receiverPort, facts);
      scene.sign(sender, 'snmp.sys-object-id', message.sysObjectId ?? message.enterprise);
    } else if (isAnswer(message, scene)) {
      scene.serve(sender, 'udp', scene.senderPort, { protocol: 'snmp', state: 'answered', attributes: facts });
      scene.use(receiver, 'snmp', scene.senderIp, scene.senderPort, facts);
      scene.sign(sender, 'snmp.sys-object-id', message.sysObjectId);
    } else {
      if (!scene.toGroup) scene.serve(receiver, 'udp', scene.receiverPort, { protocol: 'snmp', state: 'addressed' });
      scene.use(sender, 'snmp', scene.toGroup ? null : scene.receiverIp, scene.receiverPort, facts);
      return;
    }
    describe(message, scene);
  },
};

const isNotification = (message: SnmpMessage, scene: Scene) => message.pdu === 'trap-v1' || message.pdu === 'trap-v2' || message.pdu === 'inform' || (message.pdu === null && scene.receiverPort === TRAP_PORT);
const isAnswer = (message: SnmpMessage, scene: Scene) => message.pdu === 'response' || message.pdu === 'report' || (message.pdu === null && scene.senderPort === AGENT_PORT);

/** What the agent, which is the sender, says of itself. */
function describe(message: SnmpMessage, scene: Scene): void {
  const { sender } = scene;
  scene.sign(sender, 'snmp.sys-name', claimName(scene, sender, message.sysName, 'snmp.sys-name', 'strong', { confidence: 85 }));
  if (message.sysDescr !== null) {
    const said = readSysDescr(message.sysDescr), sure = { confidence: 85 };
    scene.sign(sender, 'snmp.sys-descr', said.text);
    scene.claim(sender, 'product', said.product, 'snmp.sys-descr', 'strong', sure);
    scene.claim(sender, 'version', said.version, 'snmp.sys-descr', 'strong', sure);
    scene.claim(sender, 'os', said.os, 'snmp.sys-descr', 'strong', sure);
    scene.claim(sender, 'hostname', said.node, 'snmp.sys-descr', 'strong', sure);
  }
  for (const row of message.physical) {
    if (!CHASSIS.has(row.index)) continue;
    scene.claim(sender, 'vendor', row.manufacturer ?? null, 'snmp.ent-physical-mfg-name', 'strong');
    scene.claim(sender, 'model', row.model ?? null, 'snmp.ent-physical-model-name', 'strong');
    scene.claim(sender, 'serial', row.serial ?? null, 'snmp.ent-physical-serial-num', 'strong');
    scene.claim(sender, 'version', row.softwareRevision ?? null, 'snmp.ent-physical-software-rev', 'strong');
  }
  // An engine id made of a MAC is one of the agent's own (RFC 3411, 5), perhaps of another interface.
  if (message.engine?.mac && scene.senderIp !== null && message.pdu !== 'inform') scene.bind(message.engine.mac, scene.senderIp, false);
}
