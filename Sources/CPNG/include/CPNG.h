#ifndef TOILE_CPNG_H
#define TOILE_CPNG_H
#endif
