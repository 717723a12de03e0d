// WebGL2: programs, textures, and the sky network as a fragment shader.
import type { Network, Picture } from "./network.ts";

/** KHR_parallel_shader_compile: whether a program has been compiled, without waiting for it. */
const COMPLETION_STATUS = 0x91b1;

/** A program that fills the target with one triangle. It compiles beside the page. */
export function programOf(gl: WebGL2RenderingContext, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  const add = (kind: number, source: string) => {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, `#version 300 es\n${source}`);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  };
  add(gl.VERTEX_SHADER, "void main(){gl_Position=vec4(gl_VertexID%2*4-1,gl_VertexID/2*4-1,0,1);}");
  add(gl.FRAGMENT_SHADER, `precision highp float;precision highp int;\n${fragment}`);
  gl.linkProgram(program);
  return program;
}

/** Whether it can be used; undefined while it compiles. */
export function isLinked(gl: WebGL2RenderingContext, program: WebGLProgram): boolean | undefined {
  return gl.getExtension("KHR_parallel_shader_compile") &&
    !gl.getProgramParameter(program, COMPLETION_STATUS)
    ? undefined
    : gl.getProgramParameter(program, gl.LINK_STATUS);
}

/** A texture of RGBA bytes; `source` is an image, bytes, or null for a target. */
export function textureOf(
  gl: WebGL2RenderingContext,
  width: number,
  height: number,
  source: ArrayBufferView | TexImageSource | null,
): WebGLTexture {
  const texture = gl.createTexture();
  const kind = gl.TEXTURE_2D;
  gl.bindTexture(kind, texture);
  // biome-ignore format: one texture
  gl.texImage2D(kind, 0, gl.RGBA, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, source as ArrayBufferView);
  gl.texParameteri(kind, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(kind, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(kind, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

/** Puts the weights on the card, as matrices of four neurons by four inputs. */
export function loadWeights(
  gl: WebGL2RenderingContext,
  program: WebGLProgram,
  { depth, matrices }: Network,
): void {
  // 64 matrices a layer, then eight for the colours of the inputs and of each layer.
  const packed = new Float32Array(8192);
  matrices.forEach((matrix, l) => {
    matrix.forEach((weight, at) => {
      const [i, j] = [(at / 35) | 0, at % 35];
      if (j > 31) packed[1024 * depth + 128 * l + 4 * i + j - 32] = weight;
      else if (l < depth) packed[1024 * l + 128 * (j >> 2) + 4 * i + (j & 3)] = weight;
    });
  });
  // A block holds 16 KB on every card.
  for (const half of [0, 1]) {
    gl.bindBufferBase(gl.UNIFORM_BUFFER, half, gl.createBuffer());
    gl.bufferData(
      gl.UNIFORM_BUFFER,
      packed.subarray(4096 * half, 4096 * half + 4096),
      gl.STATIC_DRAW,
    );
    gl.uniformBlockBinding(program, half, half);
  }
}

/** Paints the next `count` rows. */
export function paintRows(
  gl: WebGL2RenderingContext,
  program: WebGLProgram,
  picture: Picture,
  count: number,
): void {
  const { width, height } = picture.frame;
  picture.texture ??= textureOf(gl, width, height, null);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  // biome-ignore format: one target
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, picture.texture, 0);
  gl.useProgram(program);
  gl.uniform1iv(gl.getUniformLocation(program, "q"), picture.numbers);
  gl.uniform4fv(gl.getUniformLocation(program, "h"), [...picture.shifts, 0]);
  gl.viewport(0, 0, width, height);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, picture.ready, width, count);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.disable(gl.SCISSOR_TEST);
  picture.ready += count;
}
