/** Syslog: who logs to whom, under which program names. A relay forwards the messages of others, and images keep their builder's name: the host name is a sign for rules, no claim. */
import { publicName } from '../person.ts';
import type { Observers } from '../scene.ts';

export const syslogObservers: Observers = {
  'syslog.message': (message, scene) => {
    if (!scene.toGroup) scene.serve(scene.receiver, scene.transport, scene.receiverPort, { protocol: 'syslog', state: 'addressed' });
    const app = publicName(message.app).name, host = publicName(message.host).name;
    scene.use(scene.sender, 'syslog', scene.toGroup ? null : scene.receiverIp, scene.receiverPort, app === null ? {} : { applications: [app] });
    scene.sign(scene.sender, 'syslog.app', app);
    scene.sign(scene.sender, 'syslog.host', host);
  },
};
