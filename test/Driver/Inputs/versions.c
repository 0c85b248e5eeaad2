/* 1 times the first weight, by the version that is linked and by those in the files given. */
#include "net.h"
#include <dlfcn.h>
#include <stdio.h>

typedef dlc_status create_fn(const dlc_options *, net **);
typedef dlc_status scale_fn(net *, const float *, float *);

static int run(const char *how, create_fn *create, scale_fn *scale) {
  const float x[2] = {1.0f, 1.0f};
  float y[2] = {0.0f, 0.0f};
  net *instance = NULL;
  if (create(NULL, &instance) || scale(instance, x, y))
    return 1;
  printf("%s: %g ", how, (double)y[0]);
  return 0;
}

static int run_opened(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  const dlc_module *module;
  const dlc_options options = NET_OPTIONS_INIT;
  dlc_instance *instance = NULL;
  create_fn *create;
  scale_fn *scale;
  dlc_module_get_fn *get;
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  *(void **)&create = dlsym(library, "net_create");
  *(void **)&scale = dlsym(library, "net_scale");
  *(void **)&get = dlsym(library, "dlc_module_get");
  module = get();
  if (module->create(&options, &instance)) /* the table's is the same version's */
    return 1;
  module->destroy(instance);
  return run("opened", create, scale);
}

int main(int argc, char **argv) {
  int failed = run("linked", net_create, net_scale);
  for (int i = 1; i < argc; ++i)
    failed |= run_opened(argv[i]);
  puts("");
  return failed;
}
