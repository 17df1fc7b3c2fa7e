#ifndef TOILE_CLINUX_H
#define TOILE_CLINUX_H
#endif
