import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { forwardText, type ForwardFormat } from '../../reads/forwarding/forward-texts.js';
import { ForwardFormatEnum } from '../shared/enums.js';
import { ForwardRules } from './forward-rules.type.js';

/** The rules of forwarding as the device takes them. */
@Resolver(() => ForwardRules)
export class ForwardRulesResolver {
  @FieldResolver(() => String, { description: 'The same to be loaded, or for the form of a device.' })
  text(@Root() { core }: ForwardRules, @Arg('format', () => ForwardFormatEnum) format: ForwardFormat): string {
    return forwardText(core, format);
  }
}
