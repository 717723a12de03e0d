// Shaders are texts; tools/page.ts makes them small.
declare module "*.glsl" {
  const source: string;
  export default source;
}
