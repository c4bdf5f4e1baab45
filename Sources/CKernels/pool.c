// A pool of compute threads with a cheap hand-over.
//
// Decoding hands over some 200 times a token, so a worker that has nothing to do spins for a while before it
// sleeps on a futex, and tasks are claimed from one atomic counter: a thread that the machine took away costs only
// the task it holds.
#define _GNU_SOURCE
#include "CKernels.h"

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct kg_pool {
  // Odd while a run is open; workers wait for it to change.
  _Alignas(64) _Atomic uint32_t generation;
  _Atomic int sleepers;
  _Atomic int stop;
  _Alignas(64) _Atomic long next;
  _Alignas(64) _Atomic int busy;  // workers inside the current run
  _Alignas(64) pthread_mutex_t owner;
  kg_pool_body body;
  void *context;
  long tasks;
  int threads;
  int started;
  pthread_t workers[];
};

static _Thread_local int inside_task;

static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

static void work(kg_pool *pool) {
  inside_task++;
  for (;;) {
    long task = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
    if (task >= pool->tasks) break;
    pool->body(pool->context, task);
  }
  inside_task--;
}

static void *worker(void *argument) {
  kg_pool *pool = argument;
  uint32_t seen = 0;
  for (;;) {
    uint32_t now;
    int spins = 0;
    while ((now = atomic_load_explicit(&pool->generation, memory_order_acquire)) == seen || !(now & 1)) {
      if (atomic_load_explicit(&pool->stop, memory_order_relaxed)) return NULL;
      if (now != seen && !(now & 1)) seen = now;
      if (++spins < 4000) {
        relax();
      } else {
        atomic_fetch_add(&pool->sleepers, 1);
        if (!atomic_load(&pool->stop)) syscall(SYS_futex, &pool->generation, FUTEX_WAIT_PRIVATE, now, NULL, NULL, 0);
        atomic_fetch_sub(&pool->sleepers, 1);
        spins = 0;
      }
    }
    // Enter the run, then make sure it is still open: the owner closes it (generation even) before it waits for
    // `busy` to fall to zero, so a worker that comes late sees the change and leaves again.
    atomic_fetch_add(&pool->busy, 1);
    if (atomic_load(&pool->generation) == now) work(pool);
    atomic_fetch_sub(&pool->busy, 1);
    seen = now;
  }
}

kg_pool *kg_pool_create(int threads) {
  if (threads < 1) threads = 1;
  if (threads > 1024) threads = 1024;
  size_t bytes = sizeof(kg_pool) + sizeof(pthread_t) * (size_t)(threads - 1);
  kg_pool *pool = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!pool) return NULL;
  memset(pool, 0, bytes);
  pthread_mutex_init(&pool->owner, NULL);
  pool->threads = threads;
  for (int i = 0; i < threads - 1; i++) {
    // A thread the system refuses is one worker less, never a failure.
    if (pthread_create(&pool->workers[pool->started], NULL, worker, pool) != 0) break;
    pool->started++;
  }
  return pool;
}

void kg_pool_destroy(kg_pool *pool) {
  if (!pool) return;
  atomic_store(&pool->stop, 1);
  atomic_fetch_add(&pool->generation, 2);
  syscall(SYS_futex, &pool->generation, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
  for (int i = 0; i < pool->started; i++) pthread_join(pool->workers[i], NULL);
  pthread_mutex_destroy(&pool->owner);
  free(pool);
}

int kg_pool_threads(const kg_pool *pool) { return pool->started + 1; }

void kg_pool_run(kg_pool *pool, long tasks, kg_pool_body body, void *context) {
  if (tasks <= 0) return;
  if (tasks == 1 || pool->started == 0 || inside_task || pthread_mutex_trylock(&pool->owner) != 0) {
    for (long i = 0; i < tasks; i++) body(context, i);
    return;
  }
  pool->body = body;
  pool->context = context;
  pool->tasks = tasks;
  atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
  atomic_fetch_add(&pool->generation, 1);  // opens the run
  if (atomic_load(&pool->sleepers) > 0)
    syscall(SYS_futex, &pool->generation, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
  work(pool);
  atomic_fetch_add(&pool->generation, 1);  // closes it
  int spins = 0;
  while (atomic_load(&pool->busy) != 0) {
    if (++spins < 20000) relax(); else sched_yield();
  }
  pthread_mutex_unlock(&pool->owner);
}

// CPU time the cgroup grants per period, as a number of CPUs; 0 where there is no limit.
static double cgroup_cpus(void) {
  char line[4096], path[4200];
  double least = 0;
  FILE *file = fopen("/proc/self/cgroup", "re");
  if (!file) return 0;
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    char *controllers = strchr(line, ':');
    if (!controllers) continue;
    *controllers++ = 0;
    char *group = strchr(controllers, ':');
    if (!group) continue;
    *group++ = 0;
    int version2 = *controllers == 0;
    int cpu = 0;
    if (!version2) {
      char *rest = controllers;
      for (char *name; (name = strsep(&rest, ","));) cpu |= strcmp(name, "cpu") == 0;
      if (!cpu) continue;
    }
    // The limit of any ancestor binds as well. Inside a container the group's path may not exist below the
    // mount; its root then stands for the container's own group.
    for (;;) {
      long long quota = -1, period = 100000;
      if (version2) {
        snprintf(path, sizeof path, "/sys/fs/cgroup%s/cpu.max", strcmp(group, "/") == 0 ? "" : group);
        FILE *limit = fopen(path, "re");
        if (limit) {
          if (fscanf(limit, "%lld %lld", &quota, &period) < 1) quota = -1;
          fclose(limit);
        }
      } else {
        const char *below = strcmp(group, "/") == 0 ? "" : group;
        snprintf(path, sizeof path, "/sys/fs/cgroup/cpu%s/cpu.cfs_quota_us", below);
        FILE *limit = fopen(path, "re");
        if (limit) {
          if (fscanf(limit, "%lld", &quota) != 1) quota = -1;
          fclose(limit);
        }
        snprintf(path, sizeof path, "/sys/fs/cgroup/cpu%s/cpu.cfs_period_us", below);
        limit = fopen(path, "re");
        if (limit) {
          if (fscanf(limit, "%lld", &period) != 1) period = 100000;
          fclose(limit);
        }
      }
      if (quota > 0 && period > 0) {
        double cpus = (double)quota / (double)period;
        if (least == 0 || cpus < least) least = cpus;
      }
      char *slash = strrchr(group, '/');
      if (!slash || strcmp(group, "/") == 0 || *group == 0) break;
      if (slash == group) group[1] = 0; else *slash = 0;
    }
  }
  fclose(file);
  return least;
}

int kg_pool_allowed_threads(void) {
  int allowed = 0;
  for (int size = 1024; size <= 1 << 18; size *= 4) {
    cpu_set_t *set = CPU_ALLOC((size_t)size);
    if (!set) break;
    if (sched_getaffinity(0, CPU_ALLOC_SIZE((size_t)size), set) == 0) {
      allowed = CPU_COUNT_S(CPU_ALLOC_SIZE((size_t)size), set);
      CPU_FREE(set);
      break;
    }
    CPU_FREE(set);
  }
  if (allowed < 1) {
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    allowed = online > 0 ? (int)online : 1;
  }
  double quota = cgroup_cpus();
  if (quota > 0) {
    int whole = (int)(quota + 0.999);
    if (whole < 1) whole = 1;
    if (whole < allowed) allowed = whole;
  }
  return allowed;
}
