/* Runs a command and writes to the file of the first argument: wall, user and system seconds, peak memory in KiB. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  double begin = now();
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  int status;
  struct rusage use;
  if (wait4(child, &status, 0, &use) < 0) return 2;
  FILE *out = fopen(argv[1], "w");
  if (!out) return 2;
  fprintf(out, "%.6f %.6f %.6f %ld\n", now() - begin, use.ru_utime.tv_sec + use.ru_utime.tv_usec / 1e6,
          use.ru_stime.tv_sec + use.ru_stime.tv_usec / 1e6, use.ru_maxrss);
  fclose(out);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
