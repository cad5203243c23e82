// Places for a few hundred nodes around a focus, and for programs that are opened. The large views come with theirs.

/** Numbers that are the same at every run (mulberry32). */
function numbers(seed) {
  return () => {
    seed = seed + 0x6D2B79F5 | 0;
    let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}

/** Steps between all pairs of nodes; those that nothing joins stand one step further than the furthest. */
function steps(count, pairs) {
  const at = Array.from({ length: count }, () => []);
  for (const [a, b] of pairs) { at[a].push(b); at[b].push(a); }
  const table = Array.from({ length: count }, (_, start) => {
    const row = new Float32Array(count).fill(-1);
    row[start] = 0;
    for (let edge = [start]; edge.length;) {
      const next = [];
      for (const n of edge) for (const m of at[n]) if (row[m] < 0) { row[m] = row[n] + 1; next.push(m); }
      edge = next;
    }
    return row;
  });
  const far = 1 + Math.max(1, ...table.map(row => Math.max(...row)));
  return table.map(row => row.map(d => d < 0 ? far : d));
}

/**
 * Places where distances are like steps in the graph: stochastic gradient descent on stress
 * (Zheng, Pawar and Goodman, Graph drawing by stochastic gradient descent, 2018), then rectangles apart.
 */
function place(sizes, pairs, usual = 105) {
  const count = sizes.length, chance = numbers(7);
  if (count < 2) return sizes.map(() => [0, 0]);
  const wanted = steps(count, pairs), x = new Float64Array(count), y = new Float64Array(count);
  const terms = new Uint32Array(count * (count - 1) / 2);
  let most = 1, k = 0;
  for (let i = 0; i < count; i++) {
    x[i] = chance();
    y[i] = chance();
    for (let j = 0; j < i; j++) { terms[k++] = i * count + j; most = Math.max(most, wanted[i][j]); }
  }
  const rounds = count > 250 ? 15 : 30, decay = Math.log(most * most / 0.1) / (rounds - 1);
  for (let round = 0; round < rounds; round++) {
    const rate = most * most * Math.exp(-decay * round);
    for (let a = terms.length - 1; a > 0; a--) {
      const b = Math.floor(chance() * (a + 1)), kept = terms[a];
      terms[a] = terms[b];
      terms[b] = kept;
    }
    for (const term of terms) {
      const i = Math.floor(term / count), j = term % count, d = wanted[i][j], dx = x[i] - x[j], dy = y[i] - y[j];
      const length = Math.sqrt(dx * dx + dy * dy) || 1e-6, move = Math.min(1, rate / (d * d)) * (length - d) / 2 / length;
      x[i] -= move * dx;
      y[i] -= move * dy;
      x[j] += move * dx;
      y[j] += move * dy;
    }
  }
  // Where names would fill the picture, begin with more room: pushing apart goes by small steps.
  const area = sizes.reduce((sum, [w, h]) => sum + w * h, 0), width = Math.max(...x) - Math.min(...x), height = Math.max(...y) - Math.min(...y);
  const unit = Math.max(usual, Math.sqrt(1.6 * area / Math.max(1e-6, 1.35 * width * height)));
  return spread(sizes.map((_, i) => [x[i] * unit * 1.35, y[i] * unit]), sizes);
}

/** Push rectangles apart that overlap, by a sweep from left to right; those in `still` stay where they are. */
function spread(points, sizes, still = new Set(), rounds = 200) {
  const moved = points.map(p => [...p]);
  for (let round = 0; round < rounds; round++) {
    const left = i => moved[i][0] - sizes[i][0] / 2;
    const order = moved.map((_, i) => i).sort((a, b) => left(a) - left(b));
    let met = false;
    for (let a = 0; a < order.length; a++) {
      const i = order[a], right = moved[i][0] + sizes[i][0] / 2;
      for (let b = a + 1; b < order.length && left(order[b]) < right; b++) {
        const j = order[b];
        const wide = (sizes[i][0] + sizes[j][0]) / 2 - Math.abs(moved[i][0] - moved[j][0]);
        const high = (sizes[i][1] + sizes[j][1]) / 2 - Math.abs(moved[i][1] - moved[j][1]);
        if (wide <= 0 || high <= 0 || (still.has(i) && still.has(j))) continue;
        met = true;
        const axis = wide < high ? 0 : 1, push = (axis ? high : wide) + 0.5;
        const sign = moved[i][axis] < moved[j][axis] || (moved[i][axis] === moved[j][axis] && i < j) ? -1 : 1;
        const share = still.has(i) ? 0 : still.has(j) ? 1 : 0.5;
        moved[i][axis] += sign * push * share;
        moved[j][axis] -= sign * push * (1 - share);
      }
    }
    if (!met) break;
  }
  return moved;
}

/** Places around a point for so many, on one ring or several. */
function ring(centre, count, radius = 90) {
  const points = [];
  for (let done = 0, r = radius; done < count; r += 60) {
    const fit = Math.min(count - done, Math.max(6, Math.floor(2 * Math.PI * r / 90)));
    for (let i = 0; i < fit; i++) {
      const turn = 2 * Math.PI * i / fit - Math.PI / 2;
      points.push([centre[0] + r * 1.4 * Math.cos(turn), centre[1] + r * Math.sin(turn)]);
    }
    done += fit;
  }
  return points;
}
