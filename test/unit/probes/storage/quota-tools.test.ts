import { quotaTools } from '../../../../src/probes/storage/quota-tools.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

// Debian 12, quota 4.06.
const debian = `setquota: Usage:
  setquota [-u|-g|-P] [-rm] [-F quotaformat] <user|group|project>
	<block-softlimit> <block-hardlimit> <inode-softlimit> <inode-hardlimit> -a|<filesystem>...
  setquota [-u|-g|-P] [-rm] [-F quotaformat] <-p protouser|protogroup|protoproject> <user|group|project> -a|<filesystem>...
  setquota [-u|-g|-P] [-rm] [-F quotaformat] -b [-c] -a|<filesystem>...
  setquota [-u|-g|-P] [-F quotaformat] -t <blockgrace> <inodegrace> -a|<filesystem>...
  setquota [-u|-g|-P] [-F quotaformat] <user|group|project> -T <blockgrace> <inodegrace> -a|<filesystem>...

-u, --user                 set limits for user
-g, --group                set limits for group
-P, --project              set limits for project
-a, --all                  set limits for all filesystems
    --always-resolve       always try to resolve name, even if is
                           composed only of digits
-F, --format=formatname    operate on specific quota format
-p, --prototype=protoname  copy limits from user/group/project
-b, --batch                read limits from standard input
-c, --continue-batch       continue in input processing in case of an error
-r, --remote               set remote quota (via RPC)
-m, --no-mixed-pathnames      trim leading slashes from NFSv4 mountpoints
-t, --edit-period          edit grace period
-T, --edit-times           edit grace times for user/group/project
-h, --help                 display this help text and exit
-V, --version              display version information and exit

Bugs to: jack@suse.cz
`;

describe('quotaTools', () => {
  it('knows tools that set quotas by RPC by their own help', () => {
    expectKnown(quotaTools(), printed(debian), { setsRemote: true });
  });

  it('knows tools that were built without it, whose help leaves it out', () => {
    const without = debian.replace(/^-r, .*\n/m, '').replaceAll('-rm', '-m');
    expectKnown(quotaTools(), printed(without), { setsRemote: false });
  });

  it('knows that there are none', () => {
    expectKnown(quotaTools(), printed('none\n'), null);
  });

  it('is unknown when they say something else', () => {
    expectUnknown(quotaTools(), printed('Segmentation fault\n'), 'setquota did not say what it can do');
  });

  it.each(failingCommands)('is unknown when setquota %s', (_, answer, reason) =>
    expectUnknown(quotaTools(), answer, reason),
  );
});
