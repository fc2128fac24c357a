import { connectionOf } from '../shared/connection.js';
import { Address } from './address.type.js';

export const AddressConnection = connectionOf(Address, 'Address');
