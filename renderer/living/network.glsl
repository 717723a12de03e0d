// After sky.glsl and features.glsl: the layers.

mat4 weights(int i) {
  return i < 256 ? V[i] : W[i - 256];
}

void main() {
  ivec2 at = (2 * ivec2(gl_FragCoord.xy) + 1) * 32768 / q[45] + ivec2(q[46], q[47]);
  column(at.x);
  pixel(at.x, at.y);
  int n = q[48];
  vec4 x[8], y[8], s = h[8 * n];
  for (int i = 0; i < 8; i++) x[i] = vec4(f[4 * i], f[4 * i + 1], f[4 * i + 2], f[4 * i + 3]);
  for (int k = 0; k <= n; k++) {
    for (int i = 0; i < 8; i++) s += weights(64 * n + 8 * k + i) * x[i];
    if (k < n)
      for (int j = 0; j < 8; j++) {
        y[j] = h[8 * k + j];
        for (int i = 0; i < 8; i++) y[j] += weights(64 * k + 8 * j + i) * x[i];
        y[j] = clamp(floor(y[j] / 64.), 0., 63.);
      }
    x = y;
  }
  o = vec4(clamp(floor(s.rgb / 64.) + 128., 0., 255.) / 255., 1);
}
