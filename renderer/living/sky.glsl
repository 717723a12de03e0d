// The sky network on the graphics card, one pixel a fragment. Sums are whole numbers held in floats, which hold
// them exactly below 2^24: the page compares a small picture with that of typed arrays before it trusts the card.
// The inputs' text (features.glsl) stands between this and network.glsl.

#define M(a,b) ((a)*(b))
#define U(a,b) int(uint(a)>>b)
#define D(a,b) ((a)/(b))
uniform int q[49]; // the scene; pixels a side of the square, the first column and row in 16 bits, layers
uniform vec4 h[66]; // what the mapping network adds
layout(std140) uniform v { mat4 V[256]; };
layout(std140) uniform w { mat4 W[256]; };
out vec4 o;
int f[32];
