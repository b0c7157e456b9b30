export const id=2121;export const ids=[2121];export const modules={90122:(e,t,r)=>{r.d(t,{B:()=>programBeside,w:()=>readAssets});var n=r(73024),o=r(51455),i=r(76760),a=r(11105);async function readAssets(){let e=process.env.PERF_ACTION_ASSETS||import.meta.dirname,[t,r]=await Promise.all([read(e,"agent.mjs"),read(e,"http.mjs")]);return{agent:t,http:r}}function programBeside(e){let t=(0,i.join)(import.meta.dirname,e);return(0,n.existsSync)(t)?t:void 0}async function read(e,t){return(0,o.readFile)((0,i.join)(e,t),"utf8").catch(r=>{throw new a.s("INTERNAL",`${t} is not in ${e}`,{hint:"run `npm run build`, and from source name the folder: PERF_ACTION_ASSETS=dist",cause:r})})}},96504:(e,t,r)=>{r.r(t),r.d(t,{render:()=>render});var n=r(77598),o=r(51455),i=r(76760),a=r(90122),s=r(11105),l=r(58651),u=r(84833),d=r(49254),c=r(60328);let render=async(e,t)=>{let[r,o]=[e.need("test"),e.need("out")],[p]=await (0,c.iv)(e.need("config"),[r]);if(void 0===p)throw new s.s("INTERNAL",`${(0,l.hD)(r)} was not loaded`);let h=placeOf(e.need("bucket")),f=e.text("region")??(process.env.AWS_REGION||"us-east-1"),m={id:(0,d.Vz)(Date.now(),(0,n.randomBytes)(6)),test:p,namespace:e.need("namespace"),region:f,...h},{files:$,uploads:g}=(0,u.j)(m,await (0,a.w)());await write(o,$);let b=[...$.map(({path:e,content:t})=>`${String(Buffer.byteLength(t)).padStart(9)} ${(0,i.join)(o,e)}`),...g.map(({key:e})=>`The plan is too large for the folder: a run puts it at s3://${h.bucket}/${e}`),`Next: kubectl kustomize ${JSON.stringify(o)}`];return t.out(`${b.join(`
`)}
`),0};function placeOf(e){let[t="",...r]=e.replace(/^s3:\/\//,"").split("/").filter(e=>""!==e);return{bucket:t,prefix:r.join("/")}}async function write(e,t){try{if(await (0,o.mkdir)(e,{recursive:!0}),(await (0,o.readdir)(e)).length>0)throw new s.s("INPUT",`${(0,l.hD)(e)} is not empty`,{hint:p});for(let{path:r,content:n}of t)await (0,o.writeFile)((0,i.join)(e,r),n)}catch(t){if(t instanceof s.s)throw t;throw new s.s("INPUT",`${(0,l.hD)(e)} cannot be written: ${(0,s.l)(t)}`,{hint:p,cause:t})}}let p="name a new folder with --out"},60328:(e,t,r)=>{r.d(t,{_M:()=>repositoryOf,iv:()=>readTests,qC:()=>readIfThere});var n=r(51455),o=r(76760),i=r(61506),a=r(32483),s=r(11105),l=r(58651);function repositoryOf(e){let t=(0,o.resolve)(e),r=t.startsWith((0,o.resolve)(".")+o.sep)?(0,o.resolve)("."):(0,o.dirname)(t);return{root:r,file:(0,o.relative)(r,t).replaceAll(o.sep,"/")}}async function readTests(e,t){let{root:r,file:n}=repositoryOf(e),u=await readIfThere(e);if(void 0===u)throw new s.s("CONFIG",`there is no ${(0,l.hD)(e)}`,{hint:"name the file with --config"});return(0,i.U)({text:(0,a.U)(u,n),file:n,names:t,readFile:e=>readIfThere((0,o.resolve)(r,e))})}async function readIfThere(e){return(0,n.readFile)(e).catch(t=>{if("ENOENT"!==t.code&&"ENOTDIR"!==t.code)throw new s.s("CONFIG",`${(0,l.hD)(e)} cannot be read: ${t.message}`,{cause:t})})}},3159:(e,t,r)=>{function plain(e,t=3){let r=Math.abs(e);if(0!==r&&(r<1e-6||r>=1e15))return e.toExponential(t-1);let n=r<1?0:Math.floor(Math.log10(r))+1,o=0===r?0:r<1?t-Math.ceil(Math.log10(r)):Math.max(0,t-n),i=e.toFixed(Math.min(o,20));return group(i.includes(".")?i.replace(/\.?0+$/,""):i)}function count(e){return group(String(Math.round(e)))}function milliseconds(e,t=3){return 1e3>Math.abs(e)?`${plain(e,t)} ms`:6e4>Math.abs(e)?`${plain(e/1e3,t)} s`:duration(e)}function share(e,t=2){return e>0&&e<1e-5?"< 0.001 %":`${plain(100*e,t)} %`}function rate(e,t=3){return e>=1e6?`${plain(e/1e6,t)} M/s`:e>=1e4?`${plain(e/1e3,t)} k/s`:`${plain(e,t)}/s`}r.d(t,{Rz:()=>milliseconds,TS:()=>rate,U9:()=>count,ee:()=>bytes,p0:()=>duration,pj:()=>plain,uM:()=>share,vP:()=>figure,zZ:()=>apart});let n=["B","KiB","MiB","GiB","TiB","PiB"];function bytes(e,t=3){let r=e<1024?0:Math.min(n.length-1,Math.floor(Math.log2(e)/10));return`${plain(e/1024**r,t)} ${n[r]}`}function duration(e){let t=Math.round(e/1e3);if(e<1e3)return`${plain(e)} ms`;let r=[["d",86400],["h",3600],["min",60],["s",1]],n=r.findIndex(([,e])=>t>=e),o=t;return r.slice(n,n+2).map(([e,t])=>{let r=Math.floor(o/t);return o-=r*t,0===r?"":`${r} ${e}`}).filter(e=>""!==e).join(" ")}function figure(e,t="",r){if(!Number.isFinite(e))return"no number";switch(t){case"ms":return milliseconds(e,r);case"share":return share(e,r);case"1/s":return rate(e,r);case"bytes":return bytes(e,r);case"s":return milliseconds(1e3*e,r);case"":return plain(e,r);default:return`${plain(e,r)} ${t}`}}function apart(e,t,r=""){for(let n=3;n<12&&e!==t;n++){let o=[figure(e,r,n),figure(t,r,n)];if(o[0]!==o[1])return o}return[figure(e,r),figure(t,r)]}function group(e){let[t="",r]=e.split("."),n=t.replace(/\B(?=(\d{3})+$)/g,",");return void 0===r?n:`${n}.${r}`}},75130:(e,t,r)=>{r.d(t,{XB:()=>s,Yl:()=>job,dc:()=>a});var n=r(53657),o=r(15710),i=r(89410);let a={claimLost:75,barrierTimeout:76,badSpec:77,storeUnreachable:78};function job(e,t){let{pods:r}=e.test;return{apiVersion:"batch/v1",kind:"Job",metadata:{name:e.id,labels:(0,o.W)(e),annotations:{...o.G,"perf-action/run-id":e.id,"perf-action/spec-digest":t}},spec:{completionMode:"Indexed",completions:r,parallelism:r,backoffLimitPerIndex:0,podReplacementPolicy:"Failed",activeDeadlineSeconds:Math.ceil((0,n.o5)(e.test)/1e3)+900+300,podFailurePolicy:{rules:[{action:"FailIndex",onPodConditions:[{type:"DisruptionTarget",status:"True"}]},exit("FailIndex",[a.claimLost]),exit("FailJob",[a.barrierTimeout,a.badSpec,a.storeUnreachable])]},template:(0,i.oM)(e)}}}function exit(e,t){return{action:e,onExitCodes:{containerName:"generator",operator:"In",values:t}}}let s={"kustomize.toolkit.fluxcd.io/ssa":"Flux creates this Job once and never changes it.","kustomize.toolkit.fluxcd.io/substitute":"Flux substitutes nothing here.","perf-action/spec-digest":"sha256 over the paths and contents of this folder.","eks.amazonaws.com/skip-containers":"The AWS role is for the agent; the generator gets no credentials.",backoffLimitPerIndex:"Load that broke off is never begun again.",activeDeadlineSeconds:"The load, 15 minutes to start and 5 to hand the results on. There is no TTL: Flux would create the Job again.",podFailurePolicy:`A disruption or a lost claim (${a.claimLost}) costs one index; barrier timeout (${a.barrierTimeout}), bad spec (${a.badSpec}) and store unreachable (${a.storeUnreachable}) end the Job.`,shareProcessNamespace:"The agent reads the CPU, memory and throttling of the generator.",initContainers:"A native sidecar: starts before the generator, ends after it.",resources:"Requests equal limits, as Fargate wants it."}},84833:(e,t,r)=>{r.d(t,{j:()=>renderFolder});var n=r(77598),o=r(11105),i=r(53657),a=r(15710);function budget(e){if(!(36e5>=(0,i.o5)(e.test)))return{apiVersion:"policy/v1",kind:"PodDisruptionBudget",metadata:{name:e.id,labels:(0,a.W)(e),annotations:a.G},spec:{minAvailable:e.test.pods,selector:{matchLabels:{"perf-action/run-id":e.id}}}}}var s=r(75130);function kustomization(e,t){return{apiVersion:"kustomize.config.k8s.io/v1beta1",kind:"Kustomization",namespace:e.namespace,resources:t.resources,generatorOptions:{disableNameSuffixHash:!0,immutable:!0,labels:(0,a.W)(e),annotations:a.G},configMapGenerator:[{name:`${e.id}-agent`,files:t.agent},{name:`${e.id}-plan`,files:t.plan}]}}var l=r(38522),u=r(49254),d=r(4573);let c=/^\t|[\u007f-\u009f\ufffe\uffff]/;function textOf(e){var t;if(!(0,d.isUtf8)(e))return;let r=new TextDecoder("utf-8",{ignoreBOM:!0}).decode(e);return(t=r,c.test(t))?void 0:r}function toJson(e){return`${JSON.stringify(e,null,2).replace(/[\u007f-\uffff]/g,e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,"0")}`)}
`}function packPlan(e,t){let{content:r,sha256:n}=t,o=r.length<=524288?textOf(r):void 0;if(void 0!==o)return inFolder({from:"file",name:"plan.jmx",sha256:n},o);let i=gzip(r);if(i.length<=524288)return inFolder({from:"gzip",name:"plan.jmx.gz",sha256:n},i);let a=(0,u.HP)(e).plan("plan.jmx");return{source:{from:"bucket",name:a,sha256:n},files:[],uploads:[{key:a,content:r}]}}function inFolder(e,t){return{source:e,files:[{path:e.name,content:t}],uploads:[]}}function gzip(e){let t=(0,l.gzipSync)(e,{level:9});return t[9]=255,t}let p=`#!/bin/sh
work=$\{PERF_WORK_DIR:-/work}
export HOME="$\{PERF_TMP_DIR:-/tmp}"
given=$JVM_ARGS
# Fargate starts with 1024 open files: as many as the hard limit allows
ulimit -n "$(ulimit -Hn)" 2>/dev/null || ulimit -n 65535 2>/dev/null

java=java
[ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ] && java=$JAVA_HOME/bin/java
version=$("$java" -version 2>&1)
gc_log() {
  case $version in
    *OpenJ9*) ;;
    *'version "1.'*) echo "-Xloggc:$1 -XX:+PrintGCDateStamps" ;;
    *'version "'*) echo "-Xlog:gc:file=$1:timemillis" ;;
  esac
}

# The JVM below the launcher $1, which waits for it: the first process named java, or else the end of the branch.
jvm() (
  read -r _ name _ < "/proc/$1/stat" || exit
  children=
  [ "$name" = "(java)" ] || for stat in /proc/[0-9]*/stat; do
    read -r child _ _ parent _ < "$stat" && [ "$parent" = "$1" ] && children="$children $child"
  done
  [ -n "$children" ] || echo "$1"
  for child in $children; do jvm "$child"; done
) 2>/dev/null

# TERM: the agent must know, and the JVM close its files. First the file: who starts JMeter at this moment looks for it.
pid=
told() {
  told=yes
  true > "$work/term"
  [ -z "$pid" ] || kill -TERM $(jvm "$pid") 2>/dev/null
}
trap told TERM INT

await() {
  until [ -e "$work/$1" ] || [ -e "$work/end" ]; do sleep 0.1 2>/dev/null || sleep 1; done
}

# Waits for the process $1, and returns its code. TERM ends wait, perhaps before the process; then waits on, and where
# that is of no process any more (127), the code before was its own.
outlast() {
  told=
  wait "$1"
  set -- "$1" "$?"
  while [ -n "$told" ]; do
    told=
    wait "$1"
    set -- "$1" "$2" "$?"
    [ "$3" = 127 ] || set -- "$1" "$3"
  done
  return "$2"
}

# Prints on what stdin, a file, holds, as it grows and to its last byte: the place in it outlives each cat.
follow() {
  until [ -e exit ] || [ -e "$work/end" ]; do cat; sleep 1; done
  cat
}

run() {
  cd "$work/$1" || return
  # HEAP goes into JVM_ARGS too: not every launcher reads it, and the last -Xmx wins
  export JVM_ARGS="$given $HEAP $(gc_log "$work/$1/gc.log") -Duser.home=$HOME"
  set --
  while IFS= read -r line || [ -n "$line" ]; do set -- "$@" "$line"; done < args
  : > stdout
  follow < stdout & echo=$!
  # a TERM until pid is known tells nobody: it is looked for on both sides of the start
  ([ ! -e "$work/term" ] || exit 143; exec jmeter "$@") >> stdout 2>&1 &
  pid=$!
  [ ! -e "$work/term" ] || told
  echo "$pid" > pid.part && mv pid.part pid
  outlast "$pid"
  code=$?
  pid=
  echo "$code" > exit.part && mv exit.part exit
  outlast "$echo"
}

echo "run.sh: waiting for the agent"
for block; do
  await "$block/go"
  [ ! -e "$work/end" ] && [ ! -e "$work/term" ] || break
  run "$block"
done
await end
read -r asked < "$work/end"
exit "$\{asked:-70}"
`;function runSpec(e,t){let{test:r}=e;return{schema:"perf-action/spec/v1",run:e.id,test:r.name,pods:r.pods,generator:r.generator,bucket:e.bucket,prefix:e.prefix,region:e.region,...void 0===e.kmsKeyId?{}:{kmsKeyId:e.kmsKeyId},blocks:(0,i.SH)(r),...void 0===t?{}:{plan:t},..."http"===r.generator?{requests:r.requests}:{},properties:r.properties,chunkSeconds:r.durationMs<12e4?10:30,progressSeconds:r.durationMs<6e4?1:5,barrierSeconds:600,overtimeSeconds:overtime(r)}}function overtime(e){return Math.ceil(Math.max(12e4,...("http"===e.generator?e.requests.map(({timeoutMs:e})=>e):[]).map(e=>e+3e4))/1e3)}function toYaml(e,t={}){return`${lines(e,t).join(`
`)}
`}function lines(e,t){if("object"!=typeof e)return[scalar(e)];if(isList(e))return 0===e.length?["[]"]:e.flatMap(e=>yaml_element(lines(e,t)));let r=Object.entries(e).filter(e=>void 0!==e[1]);return 0===r.length?["{}"]:r.flatMap(([e,r])=>[...note(t,e),...pair(e,r,t)])}function note(e,t){return Object.hasOwn(e,t)?[`# ${e[t]}`]:[]}function pair(e,t,r){let n=lines(t,r);return isBlock(t)?[`${scalar(e)}:`,...n.map(e=>`  ${e}`)]:[`${scalar(e)}: ${n[0]}`]}function yaml_element([e="",...t]){return[`- ${e}`,...t.map(e=>`  ${e}`)]}function isList(e){return Array.isArray(e)}function isBlock(e){return"object"==typeof e&&Object.values(e).some(e=>void 0!==e)}let h=/^[A-Za-z/](?:[\w./:-]*[\w/])?$/,f=/^(?:true|false|yes|no|on|off|y|n|null)$/i;function scalar(e){return"string"!=typeof e?String(e):h.test(e)&&!f.test(e)?e:quoted(e)}function quoted(e){return JSON.stringify(e.toWellFormed()).replace(/[^\x20-\x7e]/gu,e=>{let t=e.codePointAt(0)??0;return t>65535?`\\U${t.toString(16).padStart(8,"0")}`:`\\u${t.toString(16).padStart(4,"0")}`})}function renderFolder(e,t){let{test:r}=e,n="jmeter"===r.generator?packPlan(e,r.plan):void 0,o=runSpec(e,n?.source),i=[{path:"agent.mjs",content:t.agent},..."http"===r.generator?[{path:"http.mjs",content:t.http}]:[]],a=[{path:"spec.json",content:toJson(o)},..."jmeter"===r.generator?[{path:"run.sh",content:p}]:[],...n?.files??[]];check(i,a);let l=budget(e),u=void 0===l?[]:[{path:"budget.yaml",content:head(e)+toYaml(l)}],files=t=>{let r=[{path:"job.yaml",content:head(e)+toYaml((0,s.Yl)(e,t),s.XB)},...u],n={resources:paths(r),agent:paths(i),plan:paths(a)};return[{path:"kustomization.yaml",content:head(e)+toYaml(kustomization(e,n))},...r,...a,...i]},d=digestOf(files(""));return{files:files(d),digest:d,spec:o,uploads:n?.uploads??[]}}function head(e){return`# Written by perf-action for the run ${e.id}; removed when it is over.
`}function paths(e){return e.map(e=>e.path)}function digestOf(e){let t=(0,n.createHash)("sha256");for(let{path:r,content:n}of e)t.update(`${r}\0${Buffer.byteLength(n)}\0`).update(n);return t.digest("hex")}function check(e,t){if(bytes(t)>1048576)throw new o.s("CONFIG",`the test's requests and properties make a spec of ${bytes(t)} bytes`,{hint:"a ConfigMap holds 1048576 bytes: make the requests' bodies shorter"});if(bytes(e)>1048576)throw new o.s("INTERNAL",`the pods' programs have ${bytes(e)} bytes; a ConfigMap holds 1048576`);let r=e.find(({content:e})=>"string"==typeof e&&!!c.test(e));if(void 0!==r)throw new o.s("INTERNAL",`kustomize would damage ${r.path}: it must be ASCII`)}function bytes(e){return e.reduce((e,{content:t})=>e+Buffer.byteLength(t),0)}},49254:(e,t,r)=>{function runId(e,t){let r=new Date(e).toISOString().replace(/\D/g,"").slice(0,14),n=Array.from(t.subarray(0,6),e=>"abcdefghijklmnopqrstuvwxyz234567"[31&e]).join("");return`r${r}-${n}`}function sectionKeys(e,{owner:t,repo:r,pull:n}){let o=`${[e,"comments",t,r,String(n)].filter(e=>""!==e).join("/")}/`;return{root:o,section:e=>`${o}${e}.json`}}function historyKeys(e,{test:t,branch:r}){let n=`${[e,t,"history",encodeURIComponent(r)].filter(e=>""!==e).join("/")}/`;return{root:n,record:({at:e,run:t})=>`${n}${String(0x9184e729fff-Math.round(e)).padStart(13,"0")}-${t}.json`}}function keys(e){let t=[e.prefix,e.test.name,e.id].filter(e=>""!==e).join("/"),pod=e=>`${t}/pods/${e}`;return{root:t,run:`${t}/run.json`,plan:e=>`${t}/plan/${e}`,barrier:e=>`${t}/barrier/${e}/`,ready:(e,r)=>`${t}/barrier/${e}/${r}.json`,go:e=>`${t}/barrier/${e}/go.json`,stop:`${t}/control/stop.json`,pods:`${t}/pods/`,claim:e=>`${pod(e)}/claim.json`,progress:e=>`${pod(e)}/progress.json`,chunk:(e,t,r)=>`${pod(e)}/${t}/chunk-${String(r).padStart(6,"0")}.jtl.gz`,block:(e,t)=>`${pod(e)}/${t}/summary.json`,log:e=>`${pod(e)}/log.gz`,manifest:e=>`${pod(e)}/manifest.json`,metric:(e,r)=>`${t}/metrics/${e}.${r}`,revisions:`${t}/revisions.json`,summary:`${t}/summary.json`,verdict:`${t}/verdict.json`,report:`${t}/report/index.html`}}r.d(t,{HP:()=>keys,Vz:()=>runId,kf:()=>sectionKeys,zU:()=>historyKeys})},17564:(e,t,r)=>{r.d(t,{$7:()=>readDuration,UO:()=>isWithin,Ul:()=>d,cb:()=>readShare,ik:()=>readSize,jW:()=>l,jl:()=>readCpu,kz:()=>readNumber,nQ:()=>u,nm:()=>readRate});var n=r(58651);let read=e=>({ok:!0,value:e}),o=/^(?:([\d.]+)\s*d)?\s*(?:([\d.]+)\s*h)?\s*(?:([\d.]+)\s*(?:min|m(?!s)))?\s*(?:([\d.]+)\s*s)?\s*(?:([\d.]+)\s*ms)?$/,i=[864e5,36e5,6e4,1e3,1];function readDuration(e){let t=e.trim();if(/^0+$/.test(t))return read(0);let r=t.length>40?null:o.exec(t),a=Math.round(i.map((e,t)=>number(r?.[t+1]??"0")*e).reduce((e,t)=>e+t,0));return isNumber(t)?{ok:!1,wrong:`${(0,n.hD)(e)} has no unit`,right:`${t}s`}:null!==r&&""!==t&&Number.isSafeInteger(a)?read(a):{ok:!1,wrong:`${(0,n.hD)(e)} is not a duration`,right:"90s, 5m, 1h30m or 500ms"}}let a={B:1,...powers(1e3,["K","M","G","T"],["","B"]),k:1e3,kB:1e3,...powers(1024,["Ki","Mi","Gi","Ti"],["","B"])};function readSize(e){let[t,r]=split(e);if(isNumber(t)&&""===r)return{ok:!1,wrong:`${(0,n.hD)(e)} has no unit`,right:`${t}Mi`};let o=Math.round(number(t)*(Object.hasOwn(a,r)?a[r]:0/0));return Number.isSafeInteger(o)?read(o):{ok:!1,wrong:`${(0,n.hD)(e)} is not a size`,right:"512Mi, 2Gi or 1.5 GB"}}function readCpu(e){let[t,r]=split(e),o=Math.round(number(t)*(""===r?1e3:"m"===r?1:0/0));return Number.isSafeInteger(o)?read(o):{ok:!1,wrong:`${(0,n.hD)(e)} is not a number of CPUs`,right:"500m, 0.5 or 2"}}function readShare(e){let[t,r]=split(e);return isNumber(t)&&""===r?{ok:!1,wrong:`${(0,n.hD)(e)} has no % behind it`,right:`${t} %`}:"%"===r&&isNumber(t)?read(Number(`${t}e-2`)):{ok:!1,wrong:`${(0,n.hD)(e)} is not a share`,right:"0.5 %"}}let s={"":1,"/s":1,"/sec":1,"/m":60,"/min":60,"/h":3600};function readRate(e){let[t,r]=split(e),o=r.replace(/\s/g,"");return isNumber(t)&&Object.hasOwn(s,o)?read(Number(t)/s[o]):{ok:!1,wrong:`${(0,n.hD)(e)} is not a rate`,right:"500/s"}}let l={least:1,most:6048e5,range:"more than 0, up to 7d"},u={most:6048e5,range:"up to 7d"},d={least:1e-6,most:1e6,range:"more than 0, up to 1000000/s"};function isWithin(e,{least:t=0,most:r}){return e>=t&&e<=r}function readNumber(e){let t=/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(e)?Number(e):0/0;return Number.isFinite(t)?read(t):{ok:!1,wrong:`${(0,n.hD)(e)} is not a number`,right:"0.8"}}function isNumber(e){return/^\d{1,15}(?:\.\d{1,15})?$/.test(e)}function number(e){return isNumber(e)?Number(e):0/0}function split(e){let t=e.trim(),r=/^[\d.]*/.exec(t)?.[0]??"";return[r,t.slice(r.length).trimStart()]}function powers(e,t,r){return Object.fromEntries(t.flatMap((t,n)=>r.map(r=>[`${t}${r}`,e**(n+1)])))}}};