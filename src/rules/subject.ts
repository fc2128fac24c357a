import type { ClusterSpec } from '../domain/account-spec.js';
import type { Finding, Subject } from './rule.js';

/** A cluster has no row before it is created; within a tenant its name says as much. */
export function clusterSubject(spec: ClusterSpec): Subject {
  return { kind: 'Cluster', id: spec.core.name };
}

export function hostSubject(hostId: string): Subject {
  return { kind: 'Host', id: hostId };
}

export function networkSubject(name: string): Subject {
  return { kind: 'Network', id: name };
}

export function addressSubject(address: string): Subject {
  return { kind: 'Address', id: address };
}

export function databaseServerSubject(databaseServerId: string): Subject {
  return { kind: 'DatabaseServer', id: databaseServerId };
}

export function accountSubject(accountId: string): Subject {
  return { kind: 'Account', id: accountId };
}

/** A subject as findings print it and as an acknowledgement repeats it, e.g. `Network public`. */
export function subjectText(subject: Subject): string {
  return `${subject.kind} ${subject.id}`;
}

/** The same by its name, as people say it and as an acknowledgement may, e.g. `Host node1`. */
export function namedSubject({ subject, subjectName }: Pick<Finding, 'subject' | 'subjectName'>): string {
  return `${subject.kind} ${subjectName}`;
}
