// The inputs of each pixel, once more: twin of renderer/sky/features.ts, same functions, same order. Written in
// what GLSL and JavaScript have in common, so that the page carries one text for the graphics card and for
// typed arrays (script.ts turns it): whole numbers only; M(a, b) is the product of any two 32-bit numbers,
// U(a, n) the shift that fills with zeros, D(a, b) the quotient of positive ones. The build expands each #define.

#define HORIZON 45000
#define CELL_X -1640531535
#define CELL_Y -2048144777
#define MIX 739982445
#define FINE q[0]
#define RIDGE_SEED q[1]
#define TERRAIN q[2]
#define CLOUD_SEED q[3]
#define STROKE_SEED q[4]
#define STAR_SEED q[5]
#define WEATHER q[6]
#define SUN_X q[7]
#define SUN_Y q[8]
#define MOON_X q[9]
#define MOON_Y q[10]
#define MOON_SHADOW q[11]
#define DARKNESS q[12]
#define CLOUD q[18]
#define RAIN q[19]
#define SNOW q[20]
#define FOG q[21]
#define STORM q[22]
#define WIND_EAST q[23]
#define AURORA q[30]

// What noise2 found: two fields, and the first one's slope.
int fieldA, fieldB, slope;
// What a column alone decides.
int farLine, midLine, nearLine, sunAcross, moonAcross, shadeAcross, lateral, curtain, folding;

int clip(int v) {
  return min(max(v, 0), 127);
}

int mixed(int h) {
  return M(h ^ U(h, 15), MIX);
}

int cellHash(int x, int y, int seed) {
  int m = mixed(M(x, CELL_X) ^ M(y, CELL_Y) ^ seed);
  return m ^ U(m, 13);
}

int ease(int f) {
  return f * f * (768 - 2 * f) >> 16;
}

int noise1(int u, int k, int seed) {
  int a = M(u >> k, CELL_X), s = ease(u >> k - 8 & 255);
  return U(mixed(a ^ seed), 25) * (256 - s) + U(mixed(a + CELL_X ^ seed), 25) * s >> 1;
}

void noise2(int u, int v, int k, int seed) {
  int a = M(u >> k, CELL_X), f = v >> k - 8 & 255;
  int c = M(v >> k, CELL_Y) ^ seed, d = M((v >> k) + 1, CELL_Y) ^ seed;
  int s = ease(u >> k - 8 & 255), t = ease(f);
  int e = mixed(a ^ c), g = mixed(a + CELL_X ^ c), h = mixed(a ^ d), j = mixed(a + CELL_X ^ d);
  int top = U(e, 25) * (256 - s) + U(g, 25) * s, low = U(h, 25) * (256 - s) + U(j, 25) * s;
  fieldA = top * (256 - t) + low * t >> 9;
  slope = (low - top) * (f * (256 - f) >> 8) >> 8;
  top = (U(e, 18) & 127) * (256 - s) + (U(g, 18) & 127) * s;
  low = (U(h, 18) & 127) * (256 - s) + (U(j, 18) & 127) * s;
  fieldB = top * (256 - t) + low * t >> 9;
}

int triangle(int v) {
  return v & 127 ^ (v & 128) / 128 * 127;
}

int ridge(int X, int k, int salt) {
  return noise1(X, k, RIDGE_SEED ^ salt);
}

void column(int X) {
  int broad = ridge(X, 14, 17), folds = ridge(X, 13, 18), crags = ridge(X, 11, 19);
  int rolling = ridge(X, 14, 33), spurs = ridge(X, 13, 34), rim = ridge(X, 11, 35);
  int wood = ridge(X, 13, 49) * 4 + ridge(X, 11, 50);
  int trees = ridge(X, 9, 51) + (ridge(X, 8, 52) >> 1);
  if (TERRAIN == 0) {
    farLine = 48500 - (broad * 5 + abs(folds * 2 - 16256) * 5 + crags * 2 >> 3);
    midLine = 54000 - (rolling * 5 + abs(spurs * 2 - 16256) * 2 + rim >> 3);
    nearLine = 61500 - (wood + trees * 2 >> 4);
  } else if (TERRAIN == 1) {
    farLine = 48000 - (broad * 3 + folds >> 3);
    midLine = 54500 - (rolling * 6 + (spurs >> 1) >> 4);
    nearLine = 61800 - (wood * 2 + trees >> 5);
  } else if (TERRAIN == 2) {
    farLine = 47500 - clip(broad * 5 + folds - 44000 >> 6) * 68 - (crags >> 4);
    midLine = 53500 - clip(rolling * 5 + spurs - 46000 >> 6) * 44 - (rim >> 4);
    nearLine = 61500 - (wood + trees >> 5);
  } else {
    farLine = 46500 - (folds + (crags >> 2) >> 3);
    midLine = 52500 - (rolling + (rim >> 1) >> 3);
    nearLine = 60500 - (wood + trees * 3 >> 4);
  }
  int sun = X - SUN_X >> 7, moon = X - MOON_X >> 7, shade = moon + MOON_SHADOW;
  sunAcross = sun * sun;
  moonAcross = moon * moon;
  shadeAcross = shade * shade;
  lateral = clip(127 - (abs(X - SUN_X) >> 8));
  curtain = 20000 + noise1(X, 14, WEATHER ^ 65);
  folding = noise1(X, 11, WEATHER ^ 66) + noise1(X, 13, WEATHER ^ 67) >> 8;
}

int starAt(int X, int Y) {
  int u = X + (Y >> 11) * 1733, h = cellHash(u >> 11, Y >> 11, STAR_SEED ^ 145);
  int dx = (u & 2047) - 512 - (U(h, 3) & 1023) >> 5, dy = (Y & 2047) - 512 - (U(h, 13) & 1023) >> 5;
  return (h & 7) > 2 ? 0 : clip(32 + (U(h, 23) & 127) - 2 * (dx * dx + dy * dy));
}

int rainAt(int X, int Y) {
  int u = X + 65536 - (Y * (WIND_EAST - 64) >> 7) >> 9;
  int y = Y + (cellHash(u, 0, WEATHER ^ 161) & 65535), t = y >> 6 & 255;
  return (cellHash(u, y >> 14, WEATHER ^ 162) & 127) < 4 + (RAIN * 3 >> 3) ? clip((t - 160) * 2) : 0;
}

int flakeAt(int X, int Y, int k, int salt, int size) {
  int u = X + (Y >> k) * 1733, side = (1 << k) - 1, h = cellHash(u >> k, Y >> k, WEATHER ^ salt);
  int dx = (u & side) - (side >> 2) - ((U(h, 7) & side) >> 1) >> 5;
  int dy = (Y & side) - (side >> 2) - ((U(h, 19) & side) >> 1) >> 5;
  return (h & 127) < 12 + (SNOW * 3 >> 3) ? clip(size + (U(h, 3) & 63) - dx * dx - dy * dy) : 0;
}

void pixel(int X, int Y) {
  int a = Y - farLine, b = Y - midLine, c = Y - nearLine, d = Y - SUN_Y >> 7, e = Y - MOON_Y >> 7;
  f[1] = clip(Y >> 9);
  f[2] = clip(127 - (abs(Y - HORIZON) >> 7));
  f[3] = clip(64 + (a >> 2));
  f[4] = clip(64 + (b >> 2));
  f[5] = clip(64 + (c >> 2));
  f[6] = clip((c > 0 ? c : b > 0 ? b : a) >> 6);
  a = sunAcross + d * d;
  f[7] = lateral;
  f[8] = clip(593 - a);
  f[9] = clip(127 - (a >> 6));
  f[10] = clip(127 - (a >> 11));
  a = moonAcross + e * e;
  f[11] = min(clip(464 - a), 127 - clip(592 - shadeAcross - e * e));
  f[12] = clip(127 - (a >> 7));

  int z = D(150994944, abs(HORIZON - Y) + 12000);
  int u = 262144 + ((X - 32768) * z >> 13), v = z * 6;
  noise2(u, v, 13, CLOUD_SEED ^ 97);
  a = fieldA;
  b = fieldB;
  int lit = slope;
  u += b >> 2;
  v += (a >> 3) + 4096;
  noise2(u, v, 12, CLOUD_SEED ^ 98);
  c = fieldA;
  f[19] = fieldB >> 7;
  lit += slope * 2;
  noise2(u >> 1, v, 11, CLOUD_SEED ^ 99);
  d = clip(64 + (a * 2 + c * 4 + fieldA * 2 - 65024 >> 9));
  e = clip(64 + (b + fieldB - 16256 >> 7));
  f[13] = d;
  f[14] = clip(64 + (lit + slope >> 7));
  f[15] = e;
  f[16] = clip((d + CLOUD + (CLOUD >> 3) - 120) * 3);
  f[27] = clip((Y - 30000 >> 9) + (e >> 1) + FOG * 2 - 128);
  f[29] = clip((e + (CLOUD >> 1) - 96) * 3);
  f[31] = clip(127 - abs((c * 2 + a >> 7) - 190));

  a = X + 64 * triangle((Y >> 6) + (STROKE_SEED & 255));
  b = Y + 32 * triangle((a >> 6) + (U(STROKE_SEED, 8) & 255));
  a += 16 * triangle((b >> 4) + (U(STROKE_SEED, 16) & 255));
  b += 8 * triangle((a >> 5) + U(STROKE_SEED, 24));
  f[24] = triangle(b >> 6);
  f[25] = triangle((a >> 6) + (b >> 5) + d);

  // The bolt: without one, a place far outside the picture.
  c = U(WEATHER, 8) & 49151;
  c += 8192 + (noise1(Y, 13, WEATHER ^ 81) >> 1) + (noise1(Y, 11, WEATHER ^ 82) >> 3);
  f[26] = STORM < 40 || (WEATHER & 3) == 0 || Y > HORIZON + 4000 ? 0 : clip(127 - (abs(X - c) >> 2));
  c = Y - curtain;
  f[23] = (clip(127 + (c > 0 ? -(c >> 5) : c >> 7)) * folding >> 7) * AURORA >> 7;

  c = b >> 10;
  d = cellHash(a + c * 1733 >> 12, c, STROKE_SEED ^ 113);
  f[0] = clip(triangle(b >> 2 & 255) + (U(d, 18) & 63) - 32);
  f[17] = U(d, 25);
  f[18] = U(cellHash(X >> 9, Y >> 9, STROKE_SEED ^ 114), 25);
  f[30] = triangle(X + Y >> 3) + triangle(X - Y + 65536 >> 3) >> 1;
  f[20] = DARKNESS == 0 ? 0 : starAt(X, Y) * DARKNESS >> 7;
  f[21] = RAIN == 0 ? 0 : rainAt(X, Y);
  f[22] = SNOW == 0 ? 0 : flakeAt(X, Y, 12, 129, 400);
  f[28] = SNOW == 0 ? 0 : flakeAt(X, Y, 11, 130, 150);
  if (FINE == 0) {
    f[0] = f[17] = f[18] = f[30] = 64;
    f[20] = f[21] = f[22] = f[28] = 0;
  }
}
