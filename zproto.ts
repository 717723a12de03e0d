import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
const R="/work/wt/uri/";
const { phenotypeOf } = await import(R+"renderer/phenotype.ts");
const { plantSvg } = await import(R+"renderer/plant.ts");
const { backdrop } = await import(R+"renderer/backdrop.ts");
const { skyInputsOf } = await import(R+"renderer/metadata.ts");
const { paintInteger } = await import(R+"renderer/sky/integer.ts");
const { parseModel } = await import(R+"renderer/sky/model.ts");
const { encodePng } = await import(R+"renderer/png.ts");
const { findChromium, CHROMIUM_FLAGS } = await import(R+"tools/chromium.ts");
const model = parseModel(new Uint8Array(readFileSync(R+"renderer/sky/model.bin")));
// scenes from gallery
let src = readFileSync(R+"tools/gallery.ts","utf8").replace(/main\(\)\.catch[\s\S]*$/,"").replaceAll('"../','"'+R)+"\nexport {STATES, sceneOf};";
writeFileSync(R+"zgallery.ts",src);
const { STATES, sceneOf } = await import(R+"zgallery.ts");

const M=0x2c1b3c6d,CX=0x9e3779b1|0;
const lat=(a,seed)=>{const h=a^seed;return Math.imul(h^(h>>>15),M)>>>25;};
const ease=f=>(f*f*(768-2*f))>>16;
const noise1=(u,shift,seed)=>{const a=Math.imul(u>>shift,CX);const s=ease((u>>(shift-8))&255);return (lat(a,seed)*(256-s)+lat((a+CX)|0,seed)*s)>>1;};
const { seedWord, wordBytes } = await import(R+"renderer/sky/latent.ts");
function ridges(latent,n){const seed=seedWord(wordBytes(latent),0)|0;const L=[[],[],[]];
 for(let i=0;i<=n;i++){const X=Math.min(65535,Math.floor(i*65536/n));
  const far=noise1(X,14,seed^0x11)*4+noise1(X,13,seed^0x12)*2+noise1(X,11,seed^0x13);
  const mid=noise1(X,14,seed^0x21)*4+noise1(X,12,seed^0x22)*2+noise1(X,11,seed^0x23);
  const near=noise1(X,13,seed^0x31)*4+noise1(X,11,seed^0x32)+noise1(X,9,seed^0x33);
  L[0].push(49500-(far>>3));L[1].push(54500-((mid*3)>>5));L[2].push(61000-(near>>4));}
 return L.map(l=>"M0,1920V"+l.map((y,i)=>(i?"L"+(i*1920/n)+",":"")+Math.round(y*1920/65536)).join("")+"V1920z");}
const UP=Number(process.argv[3]??60), DOWN=Number(process.argv[4]??40);
const blur = Number(process.argv[2] ?? 0);
const cells=[];
for (let i=0;i<12;i++){
  const st = STATES[i%STATES.length]; const sp=i%6;
  const scene = sceneOf(st, sp, i);
  const {latent,condition}=skyInputsOf(scene);
  const size=32;
  const rgb=paintInteger(model,{latent,condition,size,x:0,y:0,width:size,height:size});
  const png=Buffer.from(encodePng(rgb,size,size)).toString("base64");
  const p=phenotypeOf(scene);
  const plain = plantSvg(p,scene.genome,"Seattle",{sky:"none"});

  const rs=ridges(latent,64);
  const defs=`<defs><filter id='b' x='0' y='0' width='1' height='1'><feGaussianBlur stdDeviation='${blur}'/></filter>`+rs.map((d,k)=>`<clipPath id='r${k}'><path d='${d}'/></clipPath>`).join("")+`<g id='s'><image id='i' width='1920' height='1920' preserveAspectRatio='none' href='data:image/png;base64,${png}'/><use href='#i' filter='url(#b)'/></g></defs>`;
  const body=`<use href='#s' y='${DOWN}'/><use href='#s' y='-${0}' clip-path=''/>`;
  const img=`<use href='#i'/><use href='#s' transform='scale(1,1.03)'/>`+[0,1,2].map(k=>`<g clip-path='url(#r${k})'><use href='#s' y='-${UP+k*50}'/></g>`).join("");
  cells.push(plain.replace("</desc>","</desc>"+defs+img));
}
const html=`<body style='margin:0;background:#222;display:grid;grid-template-columns:repeat(4,480px)'>`+cells.map(c=>`<img width=480 height=480 src="data:image/svg+xml;base64,${Buffer.from(c).toString("base64")}">`).join("");
const b=await chromium.launch({executablePath:findChromium(),args:CHROMIUM_FLAGS});
const page=await b.newPage({viewport:{width:1920,height:1440}});
await page.setContent(html); await page.waitForTimeout(1500);
await page.screenshot({path:`/tmp/uri/ridge.png`});
await b.close();
