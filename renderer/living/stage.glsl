// What is seen: two pictures of the sky melting into each other, the plant bent by the wind and relit, and what
// falls in front of it.

#define BEFORE s[0]
#define AFTER s[1]
#define PLANT s[2]
// How much of either sky lies in the window.
#define SPREAD u[0]
// Left edge and top in units of the drawing, the window's width and height in them.
#define VIEW u[1]
// Seconds of wind, its strength, its lean to the right, how far the sky has come.
#define AIR u[2]
// The light: what it adds to each colour, what is left of them.
#define LIGHT u[3]
#define RAIN u[4].x
#define SNOW u[4].y
uniform sampler2D s[3];
uniform vec4 u[5];
out vec4 o;

float lot(vec2 p) {
  return fract(sin(dot(p, vec2(13, 78.2))) * 43758.5);
}

void main() {
  vec2 p = gl_FragCoord.xy / vec2(textureSize(PLANT, 0));
  p.y = 1. - p.y;
  vec2 a = VIEW.xy + p * VIEW.zw, d;
  float t = AIR.x, h = max(1. - a.y / 1640., 0.);
  float b = h * sqrt(h) * AIR.y * (sin(t * .9 + sin(t * .37) * 2. - a.x / 2400.) + .4 * sin(t * 2.3 - h * 2.) + AIR.z);
  d = vec2(b, b * b * h / -900.) + sin(vec2(t * 3.1 + a.y / 71. + a.x / 163., t * 3.7 - a.x / 83. + a.y / 190.)) * h * AIR.y * .1;
  vec4 c = texture(PLANT, p - d / VIEW.zw);
  o = mix(texture(BEFORE, p * SPREAD.xy), texture(AFTER, p * SPREAD.zw), AIR.w);
  o += c * LIGHT.w + c.a * (vec4(LIGHT.rgb, 0) - o);
  // What falls: near and far, each drop and flake in a cell of its own.
  for (float i = 1.; i < 4. && RAIN + SNOW > 0.; i++) {
    d = (a - vec2(a.y * AIR.z * .4, 0)) * i / vec2(30, 900);
    d.y -= t * 2. + lot(vec2(floor(d.x), i)) * 9.;
    b = lot(floor(d) + i);
    d = fract(d);
    if (b < RAIN * .5) o += max(0., 1. - abs(d.x * 6. - 3.)) * d.y * step(d.y, b) * .25 * LIGHT.w;
    d = a * i / 260. - vec2(t * AIR.z * .5 + sin(t * .5 + i + a.y / 400.) * .3, t * .5);
    p = floor(d);
    b = lot(p + i);
    d = fract(d) - .3 - vec2(lot(p), lot(p + 9.)) * .4;
    if (b < SNOW * .8) o += smoothstep(.07, .02, length(d)) * .6 * LIGHT.w;
  }
}
