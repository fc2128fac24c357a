/** Whether tests go through everything, as `npm test -- --thorough` asks for, or through a part that stands for the rest. */
export const thorough = process.env['HOSTWRIGHT_THOROUGH'] === '1';
