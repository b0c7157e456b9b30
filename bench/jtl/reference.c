#define _GNU_SOURCE
/* A hand-written SIMD reader of JMeter's CSV in C (AVX-512, AVX2 by intrinsics): what one can hope to come near to.
   It trusts its input: default columns, sound rows, one time base. Prints label, count, errors, p50, p90, p95, p99, max, sum, min, bytes, sent. */
#include <stdint.h>
#include <stddef.h>
typedef uint8_t u8; typedef uint32_t u32; typedef uint64_t u64;
#ifndef MAXL
#define MAXL 1024
#endif
#define HB 12                       // 4096 sub-buckets per octave, exact below 8192
#define HLIN 8192
#define HSIZE (HLIN + 19*4096)      // up to 2^32
#define NSEC 262144
#define TBL 4096
#define CHUNK_MAX (4u<<20)
typedef struct { u64 n, err, sum, bytes, sent, lat, con; double sq; u32 mn, mx, keyoff, keylen; u64 hash; u32 h[HSIZE], hl[HSIZE], hc[HSIZE]; } Lab;
typedef struct { u32 n, err; u32 sum; u32 thr; } Sec;
typedef struct { Lab lab[MAXL]; u32 nlab; u32 tbl[TBL]; u8 keys[1<<20]; u32 keyused; Sec sec[NSEC]; u64 t0;
  u64 rows, bad; u32 ncols, inq_dummy;
  u32 c_ts,c_el,c_lab,c_code,c_ok,c_by,c_se,c_th,c_la,c_co;
  u32 idx[CHUNK_MAX/2+4096]; u32 rend[CHUNK_MAX/8+4096];
  u32 ncode; u64 codekey[64]; u64 coden[64];
} Ctx;
#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#else
#include <immintrin.h>
#endif
static inline u32 hidx(u32 v){ if(v<HLIN) return v; u32 s=31-__builtin_clz(v)-12; return (s<<12)+(v>>s)- 0 ; }
// v in [8192,16384): s=1 -> (1<<12)+(v>>1) = 4096+4096.. = 8192.. ok, continuous
static inline u64 ld8(const u8*p){u64 x; __builtin_memcpy(&x,p,8); return x;}
static inline u32 num(const u8*p,u32 n){ // up to 10 digits
  u32 v=0; for(u32 i=0;i<n;i++) v=v*10+(p[i]-48); return v; }
static inline u64 swar8(u64 x){ x-=0x3030303030303030ull; x=(x*10)+(x>>8); return (((x&0x000000FF000000FFull)*0x000F424000000064ull)+(((x>>16)&0x000000FF000000FFull)*0x0000271000000001ull))>>32; }
static inline u32 num8(const u8*p,u32 n){ // 1..8 digits ending at p+n ; reads 8 bytes starting at p
  u64 x=ld8(p); x = x<<(64-8*n); x |= (0x3030303030303030ull) >> (8*n) >> 0; // pad with '0' in the low bytes
  return (u32)swar8(x); }
static inline u32 fastnum(const u8*p,u32 n){ if(__builtin_expect(n-1<7,1)) return num8(p,n); if(n==8) return (u32)swar8(ld8(p)); return num(p,n); }
static u32 addlab(Ctx*c,u64 h,const u8*p,u32 n){ if(c->nlab>=MAXL) return 0; u32 i=c->nlab++; Lab*l=&c->lab[i]; l->hash=h; l->mn=~0u; l->keyoff=c->keyused; l->keylen=n; for(u32 k=0;k<n;k++) c->keys[c->keyused++]=p[k]; return i; }
static inline u64 hashkey(const u8*p,u32 n){ // p has 8 readable bytes after; and >=8 before
  u64 a,b; if(n>=8){a=ld8(p); b=ld8(p+n-8);} else {a= n? ld8(p)<<(64-8*n):0; b=n;}
  u64 h=(a*0x9E3779B97F4A7C15ull) ^ (b*0xC2B2AE3D27D4EB4Full) ^ ((u64)n*0x165667B19E3779F9ull); return h^(h>>29); }
static inline int eq(const u8*a,const u8*b,u32 n){ while(n>=8){ if(ld8(a)!=ld8(b)) return 0; a+=8;b+=8;n-=8;} for(u32 i=0;i<n;i++) if(a[i]!=b[i]) return 0; return 1; }
static inline u32 getlab(Ctx*c,const u8*p,u32 n){ u64 h=hashkey(p,n); u32 s=(u32)(h>>20)&(TBL-1); for(;;){ u32 i=c->tbl[s]; if(!i){ i=addlab(c,h,p,n)+1; c->tbl[s]=i; return i-1; } Lab*l=&c->lab[i-1]; if(l->hash==h && l->keylen==n && eq(c->keys+l->keyoff,p,n)) return i-1; s=(s+1)&(TBL-1);} }
// stage 1: positions of separators outside quotes.  returns number of rows; *nsep
#ifdef __wasm_simd128__
static inline u64 pxor(u64 x){ x^=x<<1;x^=x<<2;x^=x<<4;x^=x<<8;x^=x<<16;x^=x<<32; return x; }
#define M16(v,c) ((u64)(u32)wasm_i8x16_bitmask(wasm_i8x16_eq(v,wasm_i8x16_splat(c))))
#else
static inline u64 pxor(u64 x){ return (u64)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0,x),_mm_set1_epi8(-1),0)); }
#endif
__attribute__((noinline)) u32 stage1(Ctx*c,const u8*b,u32 n,u32*nsepOut){
  u32*o=c->idx; u32*r=c->rend; u64 inq=0;
  for(u32 i=0;i<n;i+=64){
    u64 cm,nl,qt;
#ifdef __wasm_simd128__
    v128_t v0=wasm_v128_load(b+i),v1=wasm_v128_load(b+i+16),v2=wasm_v128_load(b+i+32),v3=wasm_v128_load(b+i+48);
    cm=M16(v0,',')|M16(v1,',')<<16|M16(v2,',')<<32|M16(v3,',')<<48;
    nl=M16(v0,'\n')|M16(v1,'\n')<<16|M16(v2,'\n')<<32|M16(v3,'\n')<<48;
    v128_t q=wasm_v128_or(wasm_v128_or(wasm_i8x16_eq(v0,wasm_i8x16_splat('"')),wasm_i8x16_eq(v1,wasm_i8x16_splat('"'))),wasm_v128_or(wasm_i8x16_eq(v2,wasm_i8x16_splat('"')),wasm_i8x16_eq(v3,wasm_i8x16_splat('"'))));
    qt=0; if(wasm_v128_any_true(q)) qt=M16(v0,'"')|M16(v1,'"')<<16|M16(v2,'"')<<32|M16(v3,'"')<<48;
#elif defined(__AVX512BW__)
    __m512i v=_mm512_loadu_si512((const void*)(b+i));
    cm=_mm512_cmpeq_epi8_mask(v,_mm512_set1_epi8(',')); nl=_mm512_cmpeq_epi8_mask(v,_mm512_set1_epi8('\n')); qt=_mm512_cmpeq_epi8_mask(v,_mm512_set1_epi8('"'));
#else
    __m256i v0=_mm256_loadu_si256((const void*)(b+i)),v1=_mm256_loadu_si256((const void*)(b+i+32));
#define MM(ch) ((u64)(u32)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v0,_mm256_set1_epi8(ch)))|(u64)(u32)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v1,_mm256_set1_epi8(ch)))<<32)
    cm=MM(','); nl=MM('\n'); qt=MM('"');
#endif
    if(__builtin_expect((qt|inq)!=0,0)){ u64 m=pxor(qt)^inq; inq=(u64)((int64_t)m>>63); cm&=~m; nl&=~m; }
    if(n-i<64){ u64 k=(1ull<<(n-i))-1; cm&=k; nl&=k; }
    u64 s=cm|nl; u32 base=(u32)(o-c->idx);
    while(nl){ u64 low=nl&(0-nl); *r++=base+(u32)__builtin_popcountll(s&(low-1)); nl^=low; }
    u32 cnt=__builtin_popcountll(s);
    for(int k=0;k<8;k++){ o[k]=i+(u32)__builtin_ctzll(s); s&=s-1; }
    if(cnt>8){ for(int k=8;k<16;k++){ o[k]=i+(u32)__builtin_ctzll(s); s&=s-1; }
      for(u32 k=16;k<cnt;k++){ o[k]=i+(u32)__builtin_ctzll(s); s&=s-1; } }
    o+=cnt;
  }
  *nsepOut=(u32)(o-c->idx); return (u32)(r-c->rend);
}
// stage 2
__attribute__((noinline)) u32 stage2(Ctx*c,const u8*b,u32 nrows,u32 limit){
  u32 base=0,start=0; const u32*idx=c->idx; const u32 nc=c->ncols;
  const u32 ts=c->c_ts,el=c->c_el,lb=c->c_lab,cd=c->c_code,ok=c->c_ok,by=c->c_by,se=c->c_se,th=c->c_th,la=c->c_la,co=c->c_co;
  for(u32 r=0;r<nrows;r++){
    if(start>=limit){ nrows=r; break; }
    u32 e=c->rend[r];
    if(__builtin_expect(e-base+1!=nc,0)){ c->bad++; base=e+1; start=idx[e]+1; continue; }
    const u32*f=idx+base;
    // field k spans [k? f[k-1]+1 : start, f[k])
#define S(k) ((k)?f[(k)-1]+1:start)
    u32 s,n;
    s=S(el); u32 v=fastnum(b+s,f[el]-s);
    s=S(lb); u32 li=getlab(c,b+s,f[lb]-s); Lab*l=&c->lab[li];
    s=S(ok); u32 good=(b[s]|32)=='t';
    s=S(by); u32 bytes=fastnum(b+s,f[by]-s);
    s=S(se); u32 sent=fastnum(b+s,f[se]-s);
    s=S(la); u32 lat=fastnum(b+s,f[la]-s);
    s=S(co); u32 con=fastnum(b+s,f[co]-s);
    s=S(th); u32 thr=fastnum(b+s,f[th]-s);
    s=S(ts); u64 t= (f[ts]-s==13)? swar8(ld8(b+s))*100000u + num(b+s+8,5) : 0;
    s=S(cd); n=f[cd]-s; u64 ck=n? (n<8? ld8(b+s)<<(64-8*n) : hashkey(b+s,n)) : 0;
    u32 ci=0; while(ci<c->ncode && c->codekey[ci]!=ck) ci++; if(ci==c->ncode && ci<63){ c->codekey[ci]=ck; c->ncode++; } c->coden[ci]++;
    l->n++; l->err+=!good; l->sum+=v; l->sq+=(double)v*v; l->bytes+=bytes; l->sent+=sent; l->lat+=lat; l->con+=con;
    if(v<l->mn) l->mn=v; if(v>l->mx) l->mx=v;
    l->h[hidx(v)]++; l->hl[hidx(lat)]++; l->hc[hidx(con)]++;
    u64 sec=(t-c->t0)/1000; if(sec<NSEC){ Sec*q=&c->sec[sec]; q->n++; q->err+=!good; q->sum+=v; if(thr>q->thr) q->thr=thr; }
    base=e+1; start=f[nc-1]+1;
  }
  c->rows+=nrows;
  return start;
}
u32 process(Ctx*c,const u8*b,u32 n,u32 limit){ u32 ns; u32 nr=stage1(c,b,n,&ns); return stage2(c,b,nr,limit); }
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <pthread.h>
#include <math.h>
#include <sys/stat.h>
#include <sys/mman.h>
typedef struct{Ctx*c;const char*f;u64 from,to;u64 firstRow,lastEnd;u32 ch;}Job;
void*work(void*a){ Job*j=a; int fd=open(j->f,O_RDONLY); u8*raw=aligned_alloc(4096,CHUNK_MAX*2+4096+64); u8*b=raw+64; u32 have=0; u64 pos=j->from; // pos= file offset of b[have]
  u64 rowstart=j->from; int first=j->from==0; 
  if(j->from){ // find candidate start: newline + 13 digits + comma
    u32 n=pread(fd,b,65536,j->from-1); u32 i=0; for(;i+16<n;i++) if(b[i]=='\n'){ int ok=b[i+14]==','; for(int k=1;k<=13&&ok;k++) ok=b[i+k]>='0'&&b[i+k]<='9'; if(ok)break; } rowstart=pos=j->from-1+i+1; }
  else { u32 n=pread(fd,b,4096,0); u8*p=memchr(b,'\n',n); pos=rowstart=p-b+1; }
  j->firstRow=rowstart;
  for(;;){ u64 want=j->ch; ssize_t n=pread(fd,b+have,want,pos); if(n<=0) break; pos+=n; u32 tot=have+n; memset(b+tot,0,64);
    u32 used=process(j->c,b,tot, j->to-rowstart<tot? (u32)(j->to-rowstart): tot); 
    have=tot-used; memmove(b,b+used,have); rowstart+=used; if(rowstart>=j->to) break;
    if(have>CHUNK_MAX) break; }
  j->lastEnd=rowstart; close(fd); return 0; }
// note: for range ends the worker must stop at the first row starting at or after `to`
static u32 pc(u32*h,u64 n,double p){u64 r=(u64)ceil(p*n-1e-9),c=0; if(!r)r=1; for(u32 i=0;i<HSIZE;i++){c+=h[i]; if(c>=r){ if(i<HLIN) return i; u32 s=i/4096-1; return ((i-s*4096)<<s)+((1u<<s)>>1); }} return 0;}
int main(int argc,char**v){ int nt=atoi(v[2]); u32 ch=argc>3?atol(v[3]):262144; struct stat st; stat(v[1],&st); Job j[8]; pthread_t t[8];
 u64 per=st.st_size/nt; 
 for(int i=0;i<nt;i++){ Ctx*c=mmap(0,sizeof(Ctx),PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE,-1,0); c->ncols=17; c->c_ts=0;c->c_el=1;c->c_lab=2;c->c_code=3;c->c_ok=7;c->c_by=9;c->c_se=10;c->c_th=12;c->c_la=14;c->c_co=16; c->t0=1767225600000ull-120000;
   j[i]=(Job){c,v[1],i*per,i==nt-1?(u64)st.st_size:(i+1)*per,0,0,ch}; if(nt>1) pthread_create(&t[i],0,work,&j[i]); else work(&j[i]); }
 if(nt>1) for(int i=0;i<nt;i++) pthread_join(t[i],0);
 Ctx*c=j[0].c; // merge others by label
 u64 rows=0,bad=0; for(int i=0;i<nt;i++){rows+=j[i].c->rows;bad+=j[i].c->bad;}
 for(int k=1;k<nt;k++) for(u32 i=0;i<j[k].c->nlab;i++){ Lab*s=&j[k].c->lab[i]; Lab*d=&c->lab[getlab(c,j[k].c->keys+s->keyoff,s->keylen)]; d->n+=s->n;d->err+=s->err;d->sum+=s->sum;d->sq+=s->sq;d->bytes+=s->bytes;d->sent+=s->sent;d->lat+=s->lat;d->con+=s->con; if(s->mn<d->mn)d->mn=s->mn; if(s->mx>d->mx)d->mx=s->mx; for(u32 x=0;x<HSIZE;x++){d->h[x]+=s->h[x];d->hl[x]+=s->hl[x];d->hc[x]+=s->hc[x];} }
 for(u32 i=0;i<c->nlab;i++){ Lab*l=&c->lab[i]; printf("%.*s\t%lu\t%lu\t%u\t%u\t%u\t%u\t%u\t%lu\t%u\t%lu\t%lu\n",l->keylen,c->keys+l->keyoff,l->n,l->err,pc(l->h,l->n,.5),pc(l->h,l->n,.9),pc(l->h,l->n,.95),pc(l->h,l->n,.99),l->mx,l->sum,l->mn,l->bytes,l->sent); }
 fprintf(stderr,"rows %lu bad %lu codes %u  ranges",rows,bad,c->ncode); for(int i=0;i<nt;i++) fprintf(stderr," [%lu,%lu)",j[i].firstRow,j[i].lastEnd); fprintf(stderr,"\n");
}
