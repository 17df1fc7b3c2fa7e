// The painter on the graphics processor. The board lies there as it does here, one byte a pixel, beside a
// texture of its colours: a changed pixel is one byte to hand over, and a frame is one triangle whose
// fragments look their pixel up. No true-colour copy of the board exists anywhere.

import { footprintAt, lineOpacityAt, tapsMax } from "./footprint.js";

const paletteSize = 256;

/** One triangle that covers the view; its corners follow from their number. */
const vertexSource = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

/**
 * At natural size and above, a fragment is the pixel under its middle. Below, it is the mean of the pixels in
 * its footprint, each by the share of it inside; what lies outside of the board counts as nothing, so that
 * its edges come out exact.
 */
const fragmentSource = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
uniform usampler2D board;
uniform sampler2D palette;
uniform ivec2 size;
uniform vec2 origin;
uniform float viewHeight;
uniform float scale;
uniform float span;
uniform int stride;
uniform float lineOpacity;
out vec4 result;

vec4 colourAt(ivec2 pixel) {
  return texelFetch(palette, ivec2(int(texelFetch(board, pixel, 0).r), 0), 0);
}

vec4 nearest(vec2 place) {
  ivec2 pixel = ivec2(floor(place / scale));
  if (any(lessThan(pixel, ivec2(0))) || any(greaterThanEqual(pixel, size))) return vec4(0.0);
  vec4 colour = colourAt(pixel);
  if (lineOpacity == 0.0) return colour;
  bool isLine = any(notEqual(pixel, ivec2(floor((place - 1.0) / scale))));
  return isLine ? mix(colour, vec4(0.5, 0.5, 0.5, 1.0), lineOpacity) : colour;
}

float shareOf(int tap, float low, int sideLength) {
  float end = min(min(float(tap + stride), float(sideLength)), low + span);
  return max(0.0, end - max(float(tap), low));
}

vec4 mean(vec2 place) {
  vec2 low = (place - 0.5) * span;
  ivec2 first = max(ivec2(0), ivec2(floor(low / float(stride))) * stride);
  vec4 sum = vec4(0.0);
  for (int row = 0; row <= ${tapsMax}; row += 1) {
    int y = first.y + row * stride;
    float rowShare = shareOf(y, low.y, size.y);
    if (rowShare == 0.0) break;
    for (int column = 0; column <= ${tapsMax}; column += 1) {
      int x = first.x + column * stride;
      float share = shareOf(x, low.x, size.x);
      if (share == 0.0) break;
      sum += rowShare * share * colourAt(ivec2(x, y));
    }
  }
  return sum / (span * span);
}

void main() {
  vec2 place = vec2(gl_FragCoord.x, viewHeight - gl_FragCoord.y) - origin;
  result = scale >= 1.0 ? nearest(place) : mean(place);
}`;

export class GraphicsPainter {
  /** @param {WebGL2RenderingContext} context @throws {Error} when its driver takes no shader */
  constructor(context) {
    this.kind = "gl";
    this.context = context;
    this.program = makeProgram(context);
    context.useProgram(this.program);
    this.uniforms = {};
    for (const name of ["size", "origin", "viewHeight", "scale", "span", "stride", "lineOpacity"]) {
      this.uniforms[name] = context.getUniformLocation(this.program, name);
    }
    context.uniform1i(context.getUniformLocation(this.program, "board"), 0);
    context.uniform1i(context.getUniformLocation(this.program, "palette"), 1);
    context.pixelStorei(context.UNPACK_ALIGNMENT, 1);
    context.disable(context.DITHER);
    context.bindVertexArray(context.createVertexArray());
    this.board = null;
    this.palette = makeTexture(context, 1, context.RGBA8, paletteSize, 1);
  }

  /** @param {import("./grid.js").Grid} grid @param {string[]} palette as #rrggbb */
  load(grid, palette) {
    const { context } = this;
    context.activeTexture(context.TEXTURE1);
    context.texSubImage2D(
      context.TEXTURE_2D, 0, 0, 0, paletteSize, 1, context.RGBA, context.UNSIGNED_BYTE, paletteBytes(palette),
    );
    if (this.board !== null) context.deleteTexture(this.board);
    this.board = makeTexture(context, 0, context.R8UI, grid.width, grid.height);
    context.uniform2i(this.uniforms.size, grid.width, grid.height);
  }

  /** A piece is whole rows, or a part of one row: either way it lies in one stretch. */
  put(grid, x, y, width, height) {
    const { context } = this;
    context.texSubImage2D(
      context.TEXTURE_2D, 0, x, y, width, height, context.RED_INTEGER, context.UNSIGNED_BYTE,
      grid.colours, grid.indexOf(x, y),
    );
  }

  /** @param {import("./viewport.js").Viewport} viewport @param {boolean} gridLines */
  draw(viewport, gridLines) {
    const { context, uniforms } = this;
    const { scale, origin } = viewport;
    const { span, stride } = footprintAt(scale);
    const { width, height } = context.canvas;
    context.viewport(0, 0, width, height);
    context.uniform2f(uniforms.origin, origin.x, origin.y);
    context.uniform1f(uniforms.viewHeight, height);
    context.uniform1f(uniforms.scale, scale);
    context.uniform1f(uniforms.span, span);
    context.uniform1i(uniforms.stride, stride);
    context.uniform1f(uniforms.lineOpacity, gridLines ? lineOpacityAt(scale) : 0);
    context.drawArrays(context.TRIANGLES, 0, 3);
  }
}

function makeProgram(context) {
  const program = context.createProgram();
  for (const [kind, source] of [
    [context.VERTEX_SHADER, vertexSource],
    [context.FRAGMENT_SHADER, fragmentSource],
  ]) {
    const shader = context.createShader(kind);
    context.shaderSource(shader, source);
    context.compileShader(shader);
    context.attachShader(program, shader);
  }
  context.linkProgram(program);
  if (!context.getProgramParameter(program, context.LINK_STATUS) && !context.isContextLost()) {
    throw new Error(`the shader: ${context.getProgramInfoLog(program)}`);
  }
  return program;
}

/** A texture of single texels, bound to its unit; the board's stays the active one. */
function makeTexture(context, unit, format, width, height) {
  const texture = context.createTexture();
  context.activeTexture(context.TEXTURE0 + unit);
  context.bindTexture(context.TEXTURE_2D, texture);
  context.texParameteri(context.TEXTURE_2D, context.TEXTURE_MIN_FILTER, context.NEAREST);
  context.texParameteri(context.TEXTURE_2D, context.TEXTURE_MAG_FILTER, context.NEAREST);
  context.texStorage2D(context.TEXTURE_2D, 1, format, width, height);
  return texture;
}

function paletteBytes(palette) {
  const bytes = new Uint8Array(paletteSize * 4);
  palette.forEach((hex, index) => {
    const value = Number.parseInt(hex.slice(1), 16);
    bytes.set([value >>> 16, (value >>> 8) & 0xff, value & 0xff, 0xff], index * 4);
  });
  return bytes;
}
