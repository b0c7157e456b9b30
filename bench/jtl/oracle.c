/* The exact answer: a strict character-by-character reader with an exact count of every value.
   Prints label, count, errors, p50, p90, p95, p99 (nearest rank), max, sum, min, bytes, sent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <math.h>
#define MAXV 200000
typedef struct{char name[256];uint64_t n,err;double sum,sq,lat,con,bytes,sent;uint32_t mn,mx;uint32_t*h,*hl,*hc;}L;
L LB[4096]; int nl=0;
L*get(const char*s){for(int i=0;i<nl;i++)if(!strcmp(LB[i].name,s))return LB+i; L*l=LB+nl++; strcpy(l->name,s); l->h=calloc(MAXV,4);l->hl=calloc(MAXV,4);l->hc=calloc(MAXV,4);l->mn=~0u; return l;}
uint32_t pct(uint32_t*h,uint64_t n,double p){uint64_t r=(uint64_t)ceil(p*n-1e-9); if(!r)r=1; uint64_t c=0; for(int i=0;i<MAXV;i++){c+=h[i]; if(c>=r)return i;} return 0;}
char f[64][8192]; int fl[64];
int main(int c,char**v){ FILE*fp=fopen(v[1],"rb"); static char io[1<<20]; setvbuf(fp,io,_IOFBF,1<<20); int ch,nf=0,inq=0; fl[0]=0; uint64_t row=0; L*tot=get("TOTAL");
 while((ch=getc_unlocked(fp))!=EOF){
  if(inq){ if(ch=='"'){int d=getc_unlocked(fp); if(d=='"')f[nf][fl[nf]++]='"'; else {inq=0; if(d!=EOF)ungetc(d,fp);} } else f[nf][fl[nf]++]=ch; }
  else if(ch=='"'&&fl[nf]==0) inq=1;
  else if(ch==','){f[nf][fl[nf]]=0; fl[++nf]=0;}
  else if(ch=='\n'){ f[nf][fl[nf]]=0; nf++; if(row++){ if(nf!=17){fprintf(stderr,"bad row %lu nf %d\n",row,nf);return 1;}
     L*ls[2]={get(f[2]),tot}; uint32_t e=atoi(f[1]),la=atoi(f[14]),co=atoi(f[16]); int ok=!strcmp(f[7],"true");
     for(int k=0;k<2;k++){L*l=ls[k]; l->n++; l->err+=!ok; l->sum+=e; l->sq+=(double)e*e; if(e<l->mn)l->mn=e; if(e>l->mx)l->mx=e; l->h[e]++; l->hl[la]++; l->hc[co]++; l->lat+=la; l->con+=co; l->bytes+=atoi(f[9]); l->sent+=atoi(f[10]); } }
     nf=0; fl[0]=0; }
  else if(ch!='\r') f[nf][fl[nf]++]=ch;
 }
 for(int i=0;i<nl;i++){L*l=LB+i; if(l==tot)continue; printf("%s\t%lu\t%lu\t%u\t%u\t%u\t%u\t%u\t%.0f\t%u\t%.0f\t%.0f\n",l->name,l->n,l->err,pct(l->h,l->n,.5),pct(l->h,l->n,.9),pct(l->h,l->n,.95),pct(l->h,l->n,.99),l->mx,l->sum,l->mn,l->bytes,l->sent);}
}
