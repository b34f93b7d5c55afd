/** MQTT: whoever answers CONNECT is the broker; clients are told by their client id and their topics. */
import type { Facts, Observers, Scene } from '../scene.ts';
import { facts, listOf } from './facts.ts';
import { publicId, publicLevels } from './named.ts';

/** Adds to what the client uses, whichever side spoke. */
function useAsClient(scene: Scene, attributes: Facts): void {
  const fromClient = scene.direction === 0;
  scene.use(fromClient ? scene.sender : scene.receiver, 'mqtt', fromClient ? scene.receiverIp : scene.senderIp, scene.serverPort, attributes);
}

function answered(scene: Scene): void { if (scene.direction === 1) scene.serve(scene.sender, 'tcp', scene.senderPort, { protocol: 'mqtt', state: 'answered' }); }

export const mqttObservers: Observers = {
  'mqtt.connect': (connect, scene) => {
    const { sender, receiver } = scene, name = publicId(connect.clientId), cleartextCredentials = connect.hasUserName || connect.hasPassword;
    scene.serve(receiver, 'tcp', scene.receiverPort, { protocol: 'mqtt', attributes: facts({ cleartextCredentials, versions: [connect.version] }) });
    scene.use(sender, 'mqtt', scene.receiverIp, scene.receiverPort, { ...facts({ clientIds: listOf(name), versions: [connect.version], topics: listOf(connect.willTopic && publicLevels(connect.willTopic)) }), cleartextCredentials });
    scene.sign(sender, 'mqtt.client-id', name);
  },

  'mqtt.connack': (_connack, scene) => {
    scene.serve(scene.sender, 'tcp', scene.senderPort, { protocol: 'mqtt', state: 'answered' });
    scene.claim(scene.sender, 'role', 'broker', 'mqtt.connack', 'medium', { confidence: 85 });
  },

  'mqtt.publish': (published, scene) => {
    const topic = publicLevels(published.topic);
    answered(scene);
    if (scene.direction === 0) scene.sign(scene.sender, 'mqtt.topic', topic);
    useAsClient(scene, scene.direction === 0 ? { topics: [topic] } : { receives: [topic] });
  },

  'mqtt.subscribe': ({ filters }, scene) => { useAsClient(scene, { subscriptions: filters.map(publicLevels) }); },

  'mqtt.broker-version': ({ text }, scene) => {
    if (scene.direction === 0) return; // only a broker may speak for a broker; bridges publish their peer's
    const { sender } = scene, named = /^([A-Za-z][\w .-]{0,40}?) version (\d[\w.+-]{0,30})/.exec(text);
    scene.sign(sender, 'mqtt.broker-version', text);
    scene.claim(sender, 'role', 'broker', 'mqtt.broker-version', 'strong');
    if (named) scene.claim(sender, 'software', named[2]!, 'mqtt.broker-version', 'strong', { of: named[1] === 'mosquitto' ? 'Eclipse Mosquitto' : named[1]! });
  },

  'mqtt.other': (_other, scene) => {
    answered(scene);
    useAsClient(scene, {});
  },
};
