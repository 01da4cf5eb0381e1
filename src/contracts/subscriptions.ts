// E-mail subscription to new notices: what the portal sends. The answer never tells whether an address is known.
import { z } from 'zod';
import { searchFilter } from './search.ts';

export const subscriptionFrequencies = ['at-once', 'daily'] as const;

/** A filter for what is yet to come: what a lot's stage is, or in which days it was published, only a search can ask. */
export const subscriptionFilter = searchFilter.omit({ stage: true, from: true, to: true });

// POST /api/v1/subscriptions → 202 {}
export const subscriptionInput = z.strictObject({
  email: z.email().max(254), filter: subscriptionFilter, frequency: z.enum(subscriptionFrequencies), language: z.enum(['zh', 'en']).default('zh'),
});

export type SubscriptionFilter = z.infer<typeof subscriptionFilter>;
export type SubscriptionInput = z.infer<typeof subscriptionInput>;
