import { serviceAddressesOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';
import { because } from '../reason.js';

/**
 * One public address for each service address. Behind NAT each service address has a public address of its own, translated one to
 * one.
 * The sources disagree: the requirements find forwarded ports of one public address enough, the panel's later documentation asks
 * for static one-to-one translation. Hence a warning in BASE and an error in INTERWORX_8.
 */
export const oneToOneTranslation = defineRule({
  id: 'R-NET-NAT-7',
  title: 'One public address for each service address',
  law: 'Behind NAT each service address has a public address of its own, translated one to one.',
  severity: 'WARNING',
  severities: { INTERWORX_8: 'ERROR' },
  source:
    'Cluster installation requirements, "All servers on private network behind NAT"; InterWorx documentation, clustering FAQ',
  moments: ['declared'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec }, report) {
    const { nat } = spec.core;
    if (nat === null)
      return report.notApplicable(because('NO_NAT_DEVICE', 'Nothing is declared of the NAT device yet (R-NET-NAT-4).'));
    const subject = clusterSubject(spec);
    if (nat.mode !== 'ONE_TO_ONE') {
      report.violated({
        subject,
        code: 'PORTS_ONLY',
        message: `The NAT device forwards ports (${nat.mode}); the later requirements ask for ONE_TO_ONE, with all traffic of a public address.`,
        parameters: { mode: nat.mode },
        field: ['nat', 'mode'],
        remedies: [declareInstead('Use a NAT device that translates whole addresses, and declare ONE_TO_ONE')],
      });
    }
    const [services, publicOnes] = [serviceAddressesOf(spec.core).length, nat.publicAddresses.length];
    if (services > publicOnes) {
      report.violated({
        subject,
        code: 'FEWER_PUBLIC_ADDRESSES',
        severity: 'WARNING',
        message: `${services} service addresses are declared behind ${publicOnes} public ${publicOnes === 1 ? 'address' : 'addresses'}; clients reach only as many.`,
        parameters: { services: String(services), public: String(publicOnes) },
        extent: services - publicOnes,
        field: ['nat', 'publicAddresses'],
        remedies: [declareInstead('Declare a public address for each service address, or fewer service addresses')],
      });
    }
  },
});
