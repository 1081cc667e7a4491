/** A figure over several seeds: the mean, and where it lies with 95 % confidence (Student's t); null of nothing. */
export type Estimate = { mean: number; low: number; high: number };

/** The 97.5 % quantiles of Student's t for 1 to 10 degrees of freedom, then the normal one, a little too narrow. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/** Seeds that had nothing to say are left out. With one seed alone there is no interval: it is the figure itself. */
export function estimateOf(values: readonly (number | null)[]): Estimate | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  if (known.length === 1) return { mean, low: mean, high: mean };
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1);
  const half = (quantiles[known.length - 2] ?? 2.1) * Math.sqrt(variance / known.length);
  return { mean, low: mean - half, high: mean + half };
}

/** The same of shares: the interval stays within 0 and 1, as they do. */
export function shareEstimateOf(values: readonly (number | null)[]): Estimate | null {
  const estimate = estimateOf(values);
  return estimate && { ...estimate, low: Math.max(0, estimate.low), high: Math.min(1, estimate.high) };
}
